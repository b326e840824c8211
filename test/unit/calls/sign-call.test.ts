import { redactorOf, signCall, type Call } from '../../../shared/calls/sign-call.ts';
import type { AuthPlacement, CredentialSecret } from '../../../shared/domain/connection.ts';
import { Secret } from '../../../shared/domain/secret.ts';
import { connectionRecord } from '../../support/records.ts';

const opened = (auth: AuthPlacement, secret: CredentialSecret, baseUrl = 'https://pets.example.com/v1') => ({
  connection: connectionRecord({ tenantId: 'ws_1', auth, baseUrl }),
  credential: { secret: new Secret(secret), label: 'cred_1#1' },
});
const byKey = opened({ type: 'api_key', in: 'header', name: 'X-Key' }, { apiKey: 'the-secret-key' });
const call: Call = {
  method: 'GET',
  path: '/pets/{id}',
  binding: {
    baseUrl: 'https://pets.example.com/v1',
    specHash: '',
    parameters: [{ name: 'id', in: 'path' }],
  },
  values: { id: 7 },
  headers: { 'idempotency-key': 'once' },
};

test('a call is built once, and signed beside it', () => {
  const { bare, signed, carriesCredential } = signCall({ opened: byKey, call });
  expect(bare.url).toBe('https://pets.example.com/v1/pets/7');
  expect(bare.headers).not.toHaveProperty('x-key');
  expect(signed).toEqual({ ...bare, headers: { ...bare.headers, 'x-key': 'the-secret-key' } });
  expect(signed.headers).toMatchObject({ 'idempotency-key': 'once' });
  expect(carriesCredential).toBe(true);
});

test.each([
  'https://elsewhere.example.com/v1',
  'http://pets.example.com/v1',
  'https://pets.example.com:8443/v1',
  'nowhere',
])('a call that was checked for another origin is not signed: the connection is at %s now', (baseUrl) => {
  const moved = opened({ type: 'bearer' }, { token: 'the-secret-token' }, baseUrl);
  expect(() => signCall({ opened: moved, call })).toThrow(expect.objectContaining({ code: 'PLAN_INVALID' }));
});

test('another path on the same origin is no other address', () => {
  const moved = opened({ type: 'none' }, { token: 'x' }, 'https://pets.example.com/v2');
  expect(signCall({ opened: { ...moved, credential: undefined }, call }).carriesCredential).toBe(false);
});

test('the secret is redacted; where it goes and the user name are not', () => {
  const said = 'the-secret-key X-Key someone the-password';
  expect(redactorOf(byKey)(said)).toBe('[redacted] X-Key someone the-password');
  const basic = opened({ type: 'basic' }, { username: 'someone', password: 'the-password' });
  expect(redactorOf(basic)(said)).toBe('the-secret-key X-Key someone [redacted]');
  expect(redactorOf({ ...basic, credential: undefined })(said)).toBe(said);
});
