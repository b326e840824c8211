import { request } from 'node:http';

import { AdminAddUserToGroupCommand, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { JwtRsaVerifier } from 'aws-jwt-verify';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import * as z from 'zod';

import { openState } from '../../local/aws/open-state.ts';
import { PASSWORD, signInPerson, signUpPerson } from '../support/sign-up-person.ts';
import { startCognito } from '../support/start-cognito.ts';
import type { TestCognito } from '../support/start-cognito.ts';

const Jwks = z.object({
  keys: z.tuple([
    z.object({
      kty: z.literal('RSA'),
      kid: z.string(),
      n: z.string(),
      e: z.string(),
      use: z.literal('sig'),
      alg: z.literal('RS256'),
    }),
  ]),
});

let on: TestCognito;
let sub: string;
beforeEach(async () => {
  on = await startCognito();
  sub = await signUpPerson(on);
});
afterEach(() => on.close());

const getUser = (AccessToken: string) => on.client.send(new GetUserCommand({ AccessToken }));

function get(url: string): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    request(url, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) }));
    })
      .on('error', reject)
      .end();
  });
}

describe('tokens', () => {
  const verifier = () => {
    const { body } = on.cognito.serveWellKnown(`/cognito/${on.pool.id}/.well-known/jwks.json`) ?? {};
    const verify = JwtRsaVerifier.create({
      issuer: on.pool.providerUrl,
      jwksUri: 'https://keys.invalid/jwks.json',
      audience: null,
      graceSeconds: 400_000_000,
    });
    verify.cacheJwks(Jwks.parse(body));
    return verify;
  };

  test('verify against the keys of the pool, with the claims of Cognito', async () => {
    on.cognito.ensureUserPoolGroup({ poolId: on.pool.id, properties: { GroupName: 'ADMIN' } });
    const membership = { UserPoolId: on.pool.id, Username: sub, GroupName: 'ADMIN' };
    await on.client.send(new AdminAddUserToGroupCommand(membership));
    const tokens = await signInPerson(on);
    const verify = verifier();
    const access = await verify.verify(tokens.AccessToken);
    const id = await verify.verify(tokens.IdToken);
    const now = on.now() / 1000;

    expect(tokens.ExpiresIn).toBe(900);
    expect(access).toEqual({
      sub,
      'cognito:groups': ['ADMIN'],
      iss: on.pool.providerUrl,
      client_id: on.clientId,
      origin_jti: expect.any(String),
      event_id: expect.any(String),
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      auth_time: now,
      exp: now + 900,
      iat: now,
      jti: expect.any(String),
      username: sub,
    });
    expect(id).toMatchObject({
      sub,
      aud: on.clientId,
      token_use: 'id',
      email: 'ada@example.com',
      email_verified: true,
      name: 'Ada',
      'cognito:username': sub,
      exp: now + 3_600,
      origin_jti: access['origin_jti'],
      event_id: access['event_id'],
    });
    expect(id.jti).not.toBe(access.jti);
  });

  test('of another pool, or changed, do not verify', async () => {
    const { AccessToken } = await signInPerson(on);
    const { header, payload } = decomposeUnverifiedJwt(AccessToken);
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const [, , signature] = AccessToken.split('.');
    const forged = `${encode(header)}.${encode({ ...payload, sub: 'someone-else' })}.${signature}`;
    await expect(verifier().verify(forged)).rejects.toThrow('signature');
    await expect(getUser(forged)).rejects.toMatchObject({ message: 'Invalid Access Token' });
    const unsigned = `${encode({ ...header, alg: 'none' })}.${encode(payload)}.`;
    await expect(getUser(unsigned)).rejects.toMatchObject({ message: 'Invalid Access Token' });

    const other = await startCognito();
    await signUpPerson(other);
    const foreign = await signInPerson(other);
    await other.close();
    await expect(getUser(foreign.AccessToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  test('an id token is no access token', async () => {
    const { IdToken } = await signInPerson(on);
    await expect(getUser(IdToken)).rejects.toMatchObject({ message: 'Invalid Access Token' });
  });

  test('the keys are served without a signature under the issuer', async () => {
    const path = on.pool.providerUrl.replace('http://127.0.0.1:4000', on.endpoint.url);
    const served = await get(`${path}/.well-known/jwks.json`);
    const absent = await get(`${on.endpoint.url}/cognito/us-east-1_none/.well-known/jwks.json`);
    expect(served.status).toBe(200);
    expect(Jwks.parse(served.body).keys).toHaveLength(1);
    expect(JSON.stringify(served.body)).not.toContain('"d"');
    expect(absent.status).toBe(404);
    expect(on.cognito.serveWellKnown('/api/v1/health')).toBeUndefined();
  });

  test('pool, client, key, users and sessions outlive a restart', async () => {
    const state = openState(':memory:');
    const first = await startCognito({ state });
    await signUpPerson(first);
    const tokens = await signInPerson(first);
    await first.close();

    const second = await startCognito({ state });
    const user = await second.client.send(new GetUserCommand({ AccessToken: tokens.AccessToken }));
    await signInPerson(second);
    await second.close();
    expect(second.pool).toEqual(first.pool);
    expect(second.clientId).toBe(first.clientId);
    expect(user.UserAttributes).toContainEqual({ Name: 'email', Value: 'ada@example.com' });
  });

  test('and passwords are not kept as they are', async () => {
    const state = openState(':memory:');
    const first = await startCognito({ state });
    await signUpPerson(first);
    const { RefreshToken } = await signInPerson(first);
    await first.close();
    const tables = ['users', 'refresh_tokens', 'sessions', 'codes', 'attempts'];
    const rows = tables.flatMap((table) => state.prepare(`select * from cognito_${table}`).all());
    expect(rows.length).toBeGreaterThan(2);
    expect(JSON.stringify(rows)).not.toContain(PASSWORD);
    expect(JSON.stringify(rows)).not.toContain(RefreshToken);
  });
});
