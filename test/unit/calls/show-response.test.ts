import { SHOWN_CHARACTERS } from '../../../shared/calls/show-request.ts';
import { showResponse } from '../../../shared/calls/show-response.ts';
import { Secret } from '../../../shared/domain/secret.ts';
import { connectionRecord } from '../../support/records.ts';

const secret = 'the-sécret-key';
const opened = {
  connection: connectionRecord({ tenantId: 'ws_1' }),
  credential: { secret: new Secret({ apiKey: secret }), label: 'cred_1#1' },
};
const show = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
  showResponse({
    response: { status: 200, headers, body: Buffer.from(body), url: 'https://api.example.com' },
    opened,
  });
const json = { 'content-type': 'application/problem+json; charset=utf-8' };

test('JSON is shown as JSON, text as text, nothing as null', () => {
  expect(show('{"a":[1]}', json)).toMatchObject({ body: { a: [1] }, bytes: 9, truncated: false });
  expect(show('{"a":', json).body).toBe('{"a":');
  expect(show('{"a":1}', { 'content-type': 'text/plain' }).body).toBe('{"a":1}');
  expect(show('').body).toBeNull();
});

test('the character set that the answer names is read', () => {
  const latin = Buffer.from('caf\u00e9', 'latin1');
  expect(show(latin, { 'content-type': 'text/plain; charset=iso-8859-1' }).body).toBe('café');
  expect(show('café', { 'content-type': 'text/plain; charset=no-such-set' }).body).toBe('café');
});

test.each([
  ['an image', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]), 'image/png'],
  ['text with a zero in it', Buffer.from('a\u0000b'), 'text/plain'],
])('%s is not shown, and the note says so', (_, body, contentType) => {
  const { note, ...shown } = show(body, { 'content-type': contentType });
  expect(shown).toMatchObject({ body: null, truncated: true, bytes: body.byteLength });
  expect(note).toContain(contentType);
});

test('of a long answer the beginning is shown, and never half a secret on its edge', () => {
  const edge = `${'x'.repeat(SHOWN_CHARACTERS - 5)}${secret}${'y'.repeat(100)}`;
  const { body, note, truncated } = show(edge);
  expect(body).toHaveLength(SHOWN_CHARACTERS);
  expect(body).not.toContain('the-s');
  expect(truncated).toBe(true);
  expect(note).toContain(String(SHOWN_CHARACTERS));
});

test.each([
  ['as it is', { said: secret, [secret]: 1 }, JSON.stringify({ said: secret, [secret]: 1 })],
  [
    'letter by letter',
    {},
    `{"said":"${secret.replace(/./g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}"}`,
  ],
  ['in text that is no JSON', {}, `{"said":"${JSON.stringify(secret)}`],
])('a secret is taken out of a body that repeats it %s', (_, _value, text) => {
  const written = JSON.stringify(show(text, json).body);
  expect(written).toContain('[redacted]');
  expect(written).not.toContain('sécret');
});

test('headers that hand out sessions and keys keep their names alone', () => {
  const headers = {
    'set-cookie': 'sid=abc; HttpOnly',
    'x-auth-token': 'abc',
    'x-csrf-token': 'abc',
    'x-amz-security-token': 'abc',
    'x-api-key': 'abc',
    'x-echo': `you sent ${secret}`,
    'www-authenticate': 'Bearer realm="pets"',
    location: 'https://elsewhere.example.com/',
    'x-long': 'z'.repeat(10_000),
  };
  const shown = show('', headers).headers;
  expect(shown).toMatchObject({
    'set-cookie': '[redacted]',
    'x-auth-token': '[redacted]',
    'x-csrf-token': '[redacted]',
    'x-amz-security-token': '[redacted]',
    'x-api-key': '[redacted]',
    'x-echo': 'you sent [redacted]',
    'www-authenticate': 'Bearer realm="pets"',
    location: 'https://elsewhere.example.com/',
  });
  expect(shown['x-long']).toHaveLength(2000);
  const edge = show('', { 'x-edge': `${'z'.repeat(1995)}${secret}` }).headers['x-edge'];
  expect(edge).toHaveLength(2000);
  expect(edge).not.toContain('the-s');
});

test('an answer of brackets alone is text, however deep it would be', () => {
  const deep = `${'['.repeat(40_000)}${']'.repeat(40_000)}`;
  expect(show(deep, json).body).toBe(deep);
});
