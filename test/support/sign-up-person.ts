import {
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';

import type { TestCognito } from './start-cognito.ts';

export const PASSWORD = 'Correct-horse-7';

/** A confirmed user of the pool; returns the `sub`. */
export async function signUpPerson(on: TestCognito, Username = 'ada@example.com'): Promise<string> {
  const { clientId: ClientId, client } = on;
  const { UserSub = '' } = await client.send(
    new SignUpCommand({
      ClientId,
      Username,
      Password: PASSWORD,
      UserAttributes: [{ Name: 'name', Value: 'Ada' }],
    }),
  );
  await client.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: on.code() }));
  return UserSub;
}

export interface TestTokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken: string;
  readonly ExpiresIn: number;
}

export async function signInPerson(
  on: TestCognito,
  PASSWORD_GIVEN = PASSWORD,
  USERNAME = 'ada@example.com',
): Promise<TestTokens> {
  const { AuthenticationResult } = await on.client.send(
    new InitiateAuthCommand({
      ClientId: on.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD: PASSWORD_GIVEN },
    }),
  );
  const { AccessToken = '', IdToken = '', RefreshToken = '', ExpiresIn = 0 } = AuthenticationResult ?? {};
  return { AccessToken, IdToken, RefreshToken, ExpiresIn };
}
