import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  type AuthenticationResultType,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod';
import { AppError } from '../domain/errors.ts';
import type { Identity, Tokens } from '../ports.ts';
import { awsErrorName } from './aws-error.ts';
import { clientOptions } from './client-options.ts';
import {
  CONFIRM_ERRORS,
  isSilent,
  SIGN_IN_ERRORS,
  SIGN_UP_ERRORS,
  throwMeaning,
  TOKEN_ERRORS,
} from './cognito-errors.ts';
import { parseVerificationToken } from './verification-token.ts';

/** The user pool behind `Identity`: e-mail addresses sign in, user names are the `sub` that Cognito makes. */
export function createIdentity({
  clientId,
  // Hashing a password and running the mail trigger take longer than a read of the table.
  client = new CognitoIdentityProviderClient(clientOptions({ requestTimeoutMs: 8_000 })),
}: {
  clientId: string;
  client?: CognitoIdentityProviderClient;
}): Identity {
  return {
    async signUp({ email, name, password }) {
      const command = new SignUpCommand({
        ClientId: clientId,
        Username: email,
        Password: password.reveal(),
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'name', Value: name },
        ],
      });
      try {
        const { UserSub } = await client.send(command);
        if (UserSub === undefined) throw new Error('Cognito answered without a user.');
        return { created: true, userId: UserSub };
      } catch (error) {
        if (awsErrorName(error) === 'UsernameExistsException') return { created: false };
        return throwMeaning(error, SIGN_UP_ERRORS);
      }
    },
    async confirm(token) {
      const parsed = parseVerificationToken(token);
      if (parsed === undefined) throw new AppError('INVALID_TOKEN');
      const { username, code } = parsed;
      const command = new ConfirmSignUpCommand({
        ClientId: clientId,
        Username: username,
        ConfirmationCode: code,
      });
      await client.send(command).catch((error: unknown) => throwMeaning(error, CONFIRM_ERRORS));
      return { userId: username };
    },
    async resend(email) {
      const command = new ResendConfirmationCodeCommand({ ClientId: clientId, Username: email });
      await client
        .send(command)
        .catch((error: unknown) => (isSilent(error) ? undefined : throwMeaning(error, {})));
    },
    async signIn({ email, password }) {
      const command = new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: email, PASSWORD: password.reveal() },
      });
      const answer = await client
        .send(command)
        .catch((error: unknown) => throwMeaning(error, SIGN_IN_ERRORS));
      return tokensOf(answer.AuthenticationResult, answer.AuthenticationResult?.RefreshToken);
    },
    async refresh(refreshToken) {
      const command = new GetTokensFromRefreshTokenCommand({
        ClientId: clientId,
        RefreshToken: refreshToken.reveal(),
      });
      const answer = await client.send(command).catch((error: unknown) => throwMeaning(error, TOKEN_ERRORS));
      // No new one: the pool does not rotate, and the present one stays good.
      const next = answer.AuthenticationResult?.RefreshToken ?? refreshToken.reveal();
      return tokensOf(answer.AuthenticationResult, next);
    },
    async describe(accessToken) {
      const command = new GetUserCommand({ AccessToken: accessToken.reveal() });
      const answer = await client.send(command).catch((error: unknown) => throwMeaning(error, TOKEN_ERRORS));
      const attribute = (name: string) =>
        answer.UserAttributes?.find((each) => each.Name === name)?.Value ?? '';
      return { email: attribute('email'), name: attribute('name') };
    },
  };
}

const AccessClaims = z.lazy(() => z.object({ sub: z.string().min(1) }));

function tokensOf(
  result: AuthenticationResultType | undefined,
  refreshToken: string | undefined,
): Tokens & { readonly userId: string } {
  if (result?.AccessToken === undefined || refreshToken === undefined) {
    // A challenge, such as a second factor: this pool has none.
    throw new AppError('INTERNAL_ERROR', undefined, { cause: new Error('Cognito answered without tokens.') });
  }
  return {
    accessToken: result.AccessToken,
    refreshToken,
    expiresIn: result.ExpiresIn ?? 0,
    userId: subjectOf(result.AccessToken),
  };
}

/** The user of a token that Cognito itself has just handed over: its signature needs no second check. */
function subjectOf(accessToken: string): string {
  const payload = Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString('utf8');
  return AccessClaims.parse(JSON.parse(payload)).sub;
}
