import {
  AdminDisableUserCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';

import { PASSWORD, signInPerson, signUpPerson } from '../support/sign-up-person.ts';
import { startCognito } from '../support/start-cognito.ts';
import type { TestCognito } from '../support/start-cognito.ts';

let on: TestCognito;
let sub: string;
beforeEach(async () => {
  on = await startCognito();
  sub = await signUpPerson(on);
});
afterEach(() => on.close());

const refresh = (RefreshToken: string) =>
  on.client.send(new GetTokensFromRefreshTokenCommand({ ClientId: on.clientId, RefreshToken }));
const getUser = (AccessToken: string) => on.client.send(new GetUserCommand({ AccessToken }));

describe('signing in', () => {
  test('with a wrong password, or as nobody, looks the same', async () => {
    const refusals = await Promise.allSettled([
      signInPerson(on, 'Wrong-horse-7'),
      signInPerson(on, PASSWORD, 'nobody@example.com'),
    ]);
    const reasons = refusals.map((each) => (each.status === 'rejected' ? String(each.reason) : 'signed in'));
    expect(reasons).toEqual(Array(2).fill('NotAuthorizedException: Incorrect username or password.'));
  });

  test('works in any case of the address and by the user name', async () => {
    await signInPerson(on, PASSWORD, 'ADA@example.com');
    await signInPerson(on, PASSWORD, sub);
  });

  test.each(['ada@example.com', 'nobody@example.com'])(
    'locks after five wrong passwords, twice as long each time: %s',
    async (address) => {
      const wrong = () => signInPerson(on, 'Wrong-horse-7', address);
      const locked = { name: 'NotAuthorizedException', message: 'Password attempts exceeded' };
      for (let attempt = 0; attempt < 5; attempt += 1) {
        await expect(wrong()).rejects.toMatchObject({ message: 'Incorrect username or password.' });
      }
      await expect(signInPerson(on, PASSWORD, address)).rejects.toMatchObject(locked);
      on.pass(1_000);
      await expect(wrong()).rejects.toMatchObject({ message: 'Incorrect username or password.' });
      on.pass(1_000);
      await expect(wrong()).rejects.toMatchObject(locked);
      on.pass(1_000);
      await expect(wrong()).rejects.toMatchObject({ message: 'Incorrect username or password.' });
    },
  );

  test('the right password ends the count', async () => {
    const wrong = () => signInPerson(on, 'Wrong-horse-7').catch(() => {});
    for (const attempt of [1, 2, 3, 4]) await wrong().then(() => attempt);
    await signInPerson(on);
    for (const attempt of [1, 2, 3, 4]) await wrong().then(() => attempt);
    await signInPerson(on);
  });

  test('twenty guesses at once are no more than five', async () => {
    const guesses = await Promise.allSettled(
      Array.from({ length: 20 }, () => signInPerson(on, 'Wrong-horse-7')),
    );
    const judged = guesses.filter(
      (each) => each.status === 'rejected' && String(each.reason).includes('Incorrect'),
    );
    expect(judged).toHaveLength(5);
  });

  test('while disabled is refused', async () => {
    await on.client.send(new AdminDisableUserCommand({ UserPoolId: on.pool.id, Username: sub }));
    await expect(signInPerson(on)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User is disabled.',
    });
  });

  test.each([
    ['a flow that the client does not have', 'USER_SRP_AUTH', {}],
    ['no password', 'USER_PASSWORD_AUTH', { USERNAME: 'ada@example.com' }],
  ] as const)('with %s is refused', async (_, AuthFlow, AuthParameters) => {
    const command = new InitiateAuthCommand({ ClientId: on.clientId, AuthFlow, AuthParameters });
    await expect(on.client.send(command)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('staying signed in', () => {
  test('each refresh gives another refresh token; the session and its end stay', async () => {
    const first = await signInPerson(on);
    on.pass(60_000);
    const { AuthenticationResult: next } = await refresh(first.RefreshToken);
    const before = decomposeUnverifiedJwt(first.AccessToken).payload;
    const after = decomposeUnverifiedJwt(next?.AccessToken ?? '').payload;
    expect(next?.RefreshToken).not.toBe(first.RefreshToken);
    expect(after).toMatchObject({
      origin_jti: before['origin_jti'],
      auth_time: before['auth_time'],
      exp: (before.exp ?? 0) + 60,
    });
    on.pass(30 * 86_400_000 - 60_000);
    await expect(refresh(next?.RefreshToken ?? '')).rejects.toMatchObject({
      message: 'Refresh Token has expired',
    });
  });

  test('a rotated token is good for the grace period, then its reuse is named', async () => {
    const { RefreshToken } = await signInPerson(on);
    await refresh(RefreshToken);
    on.pass(9_999);
    const { AuthenticationResult: again } = await refresh(RefreshToken);
    expect(again?.RefreshToken).toBeDefined();
    on.pass(1);
    await expect(refresh(RefreshToken)).rejects.toMatchObject({ name: 'RefreshTokenReuseException' });
  });

  test('REFRESH_TOKEN_AUTH is refused where tokens rotate, and is the way where they do not', async () => {
    const flow = (RefreshToken: string) =>
      new InitiateAuthCommand({
        ClientId: on.clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: RefreshToken },
      });
    const { RefreshToken } = await signInPerson(on);
    await expect(on.client.send(flow(RefreshToken))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });

    await on.close();
    const ExplicitAuthFlows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
    on = await startCognito({ client: { ExplicitAuthFlows, RefreshTokenRotation: { Feature: 'DISABLED' } } });
    await signUpPerson(on);
    const plain = await signInPerson(on);
    for (const turn of [1, 2]) {
      const { AuthenticationResult } = await on.client.send(flow(plain.RefreshToken));
      expect([turn, AuthenticationResult?.RefreshToken]).toEqual([turn, undefined]);
      expect(AuthenticationResult?.AccessToken).toBeDefined();
    }
  });

  test.each(['', 'not-a-token'])('an unknown refresh token is refused: "%s"', async (token) => {
    await expect(refresh(token)).rejects.toMatchObject({
      name: token === '' ? 'InvalidParameterException' : 'NotAuthorizedException',
    });
  });

  test('an access token ends after its validity', async () => {
    const { AccessToken } = await signInPerson(on);
    on.pass(900_000 - 1);
    await getUser(AccessToken);
    on.pass(1);
    await expect(getUser(AccessToken)).rejects.toMatchObject({ message: 'Access Token has expired' });
  });

  test('a revoked refresh token takes its session along, no other', async () => {
    const [one, two] = [await signInPerson(on), await signInPerson(on)];
    await on.client.send(new RevokeTokenCommand({ ClientId: on.clientId, Token: one.RefreshToken }));
    await expect(refresh(one.RefreshToken)).rejects.toMatchObject({
      message: 'Refresh Token has been revoked',
    });
    await expect(getUser(one.AccessToken)).rejects.toMatchObject({
      message: 'Access Token has been revoked',
    });
    await getUser(two.AccessToken);
    const wrong = new RevokeTokenCommand({ ClientId: on.clientId, Token: two.AccessToken });
    await expect(on.client.send(wrong)).rejects.toMatchObject({ name: 'UnsupportedTokenTypeException' });
  });

  test('signing out everywhere ends every session', async () => {
    const [one, two] = [await signInPerson(on), await signInPerson(on)];
    await on.client.send(new GlobalSignOutCommand({ AccessToken: one.AccessToken }));
    for (const { AccessToken, RefreshToken } of [one, two]) {
      await expect(getUser(AccessToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
      await expect(refresh(RefreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    }
    await getUser((await signInPerson(on)).AccessToken);
  });
});
