import { showRequest, SHOWN_CHARACTERS } from '../../../shared/calls/show-request.ts';
import type { AuthPlacement, CredentialSecret } from '../../../shared/domain/connection.ts';
import { Secret } from '../../../shared/domain/secret.ts';
import type { BuiltRequest } from '../../../shared/engine/build-request.ts';
import { connectionRecord } from '../../support/records.ts';

const show = (auth: AuthPlacement, secret: CredentialSecret | undefined, over: Partial<BuiltRequest> = {}) =>
  showRequest({
    bare: { method: 'POST', url: 'https://api.example.com/a?x=1', headers: { accept: '*/*' }, ...over },
    opened: {
      connection: connectionRecord({ tenantId: 'ws_1', auth }),
      credential: secret && { secret: new Secret(secret), label: 'cred_1#1' },
    },
  });

test.each<[AuthPlacement, CredentialSecret, object]>([
  [{ type: 'bearer' }, { token: 'abc' }, { headers: { accept: '*/*', authorization: 'Bearer [redacted]' } }],
  [
    { type: 'basic' },
    { username: 'u', password: 'p' },
    { headers: { accept: '*/*', authorization: 'Basic [redacted]' } },
  ],
  [
    { type: 'api_key', in: 'header', name: 'X-Key' },
    { apiKey: 'abc' },
    { headers: { accept: '*/*', 'x-key': '[redacted]' } },
  ],
  [
    { type: 'api_key', in: 'cookie', name: 'sid' },
    { apiKey: 'abc' },
    { headers: { accept: '*/*', cookie: '[redacted]' } },
  ],
  [
    { type: 'api_key', in: 'query', name: 'k y' },
    { apiKey: 'abc' },
    { url: 'https://api.example.com/a?x=1&k%20y=[redacted]', headers: { accept: '*/*' } },
  ],
])('%j: a mark stands where the credential goes, however short it is', (auth, secret, expected) => {
  expect(show(auth, secret)).toMatchObject(expected);
});

test('the first parameter of the query may be the credential', () => {
  const url = 'https://api.example.com/a?k=their-own';
  const shown = show({ type: 'api_key', in: 'query', name: 'k' }, { apiKey: 'abc' }, { url });
  expect(shown.url).toBe('https://api.example.com/a?k=[redacted]');
});

test('nothing is marked where nothing is sent', () => {
  expect(show({ type: 'bearer' }, undefined).headers).toEqual({ accept: '*/*' });
});

test('a secret that a value repeats is taken out, and a long body is cut', () => {
  const secret = { token: 'the-secret-token' };
  const body = JSON.stringify({ note: 'the-secret-token', more: 'x'.repeat(SHOWN_CHARACTERS) });
  const shown = show({ type: 'bearer' }, secret, {
    body,
    url: 'https://api.example.com/the-secret-token',
    headers: { 'x-note': 'the-secret-token' },
  });
  expect(JSON.stringify(shown)).not.toContain('the-secret-token');
  expect(shown.truncated).toBe(true);
  expect(shown.body).toHaveLength(SHOWN_CHARACTERS);
});
