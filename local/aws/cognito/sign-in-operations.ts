import * as z from 'zod';

import { AwsError, notImplemented } from '../service.ts';
import { ClientId, ClientMetadata, publicOperation, Token } from './operation.ts';
import type { Operations, Parts } from './operation.ts';
import { verifyPassword } from './passwords.ts';
import type { Client } from './pools.ts';
import { invalidParameter, userDisabled, userNotFound, wrongPassword } from './refusals.ts';
import type { AuthenticationResult } from './sessions.ts';
import { emailKey } from './users.ts';

const InitiateAuth = z.strictObject({
  AuthFlow: z.string(),
  AuthParameters: z.record(z.string(), z.string()).default({}),
  ClientId,
  ClientMetadata,
});
const GetTokensFromRefreshToken = z.strictObject({ RefreshToken: Token, ClientId, ClientMetadata });
const RevokeToken = z.strictObject({ Token, ClientId });

/** Signing in, and staying so. */
export function signInOperations(parts: Parts): Operations {
  const { pools, users, attempts, sessions } = parts;

  const signIn = async (
    username: string,
    password: string,
    client: Client,
  ): Promise<AuthenticationResult> => {
    const { pool, isDiscreet } = client;
    const attempt = attempts.takePassword({ poolId: pool.id, subject: emailKey(username) });
    const hash = users.find(pool.id, username)?.passwordHash;
    const isRight = await verifyPassword(password, hash);
    // Read again: it may have been changed, disabled or deleted while the password was being checked.
    const user = users.find(pool.id, username);
    if (user === undefined && !isDiscreet) throw userNotFound();
    if (user === undefined || !isRight || user.passwordHash !== hash) throw wrongPassword();
    attempt.succeed();
    // Only who knows the password learns more.
    if (!user.enabled) throw userDisabled();
    if (user.status === 'UNCONFIRMED')
      throw new AwsError('UserNotConfirmedException', 'User is not confirmed.');
    return sessions.start(user, client);
  };

  return {
    InitiateAuth: publicOperation(InitiateAuth, async (input) => {
      const client = pools.findClient(input.ClientId);
      const flow = input.AuthFlow === 'REFRESH_TOKEN' ? 'REFRESH_TOKEN_AUTH' : input.AuthFlow;
      // A client that rotates its refresh tokens cannot have REFRESH_TOKEN_AUTH among its flows.
      if (!client.settings.flows.has(flow))
        throw invalidParameter(`${flow} flow not enabled for this client`);
      if (flow === 'USER_PASSWORD_AUTH') {
        const { USERNAME, PASSWORD } = readParameters(input.AuthParameters, ['USERNAME', 'PASSWORD']);
        return { ChallengeParameters: {}, AuthenticationResult: await signIn(USERNAME, PASSWORD, client) };
      }
      if (flow === 'REFRESH_TOKEN_AUTH') {
        const { REFRESH_TOKEN } = readParameters(input.AuthParameters, ['REFRESH_TOKEN']);
        return { ChallengeParameters: {}, AuthenticationResult: sessions.refresh(REFRESH_TOKEN, client) };
      }
      throw notImplemented('cognito-idp', `InitiateAuth with ${flow}`);
    }),

    GetTokensFromRefreshToken: publicOperation(GetTokensFromRefreshToken, (input) => ({
      AuthenticationResult: sessions.refresh(input.RefreshToken, pools.findClient(input.ClientId)),
    })),

    RevokeToken: publicOperation(RevokeToken, (input) => {
      sessions.revoke(input.Token, pools.findClient(input.ClientId));
      return {};
    }),
  };
}

function readParameters<Name extends string>(
  given: Readonly<Record<string, string>>,
  names: readonly Name[],
): Record<Name, string> {
  const unknown = Object.keys(given).find((name) => !names.some((known) => known === name));
  if (unknown !== undefined) throw notImplemented('cognito-idp', `InitiateAuth with ${unknown}`);
  const missing = names.find((name) => !given[name]);
  if (missing !== undefined) throw invalidParameter(`Missing required parameter ${missing}`);
  return z.record(z.enum(names), z.string()).parse(given);
}
