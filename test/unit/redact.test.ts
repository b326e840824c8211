import * as fc from 'fast-check';
import { redactor, REDACTED } from '../../shared/engine/redact.ts';

const secret = 's3cr3t/Kéy+value?&';
const encodings: readonly (readonly [string, (text: string) => string])[] = [
  ['as it is', (text) => text],
  ['percent-encoded', encodeURIComponent],
  ['form-encoded', (text) => new URLSearchParams({ v: text }).toString()],
  ['hex', (text) => Buffer.from(text).toString('hex')],
  ['upper-case hex', (text) => Buffer.from(text).toString('hex').toUpperCase()],
  ['base64', (text) => Buffer.from(text).toString('base64')],
  ['base64url', (text) => Buffer.from(text).toString('base64url')],
  ['inside Basic credentials', (text) => `Basic ${Buffer.from(`user:${text}`).toString('base64')}`],
  ['inside JSON of ASCII alone', (text) => text.replaceAll('é', '\\u00e9')],
  ['inside JSON of ASCII, in capitals', (text) => text.replaceAll('é', '\\u00E9')],
  ['inside JSON that is safe in HTML', (text) => text.replaceAll('&', '\\u0026')],
  ['inside both', (text) => text.replaceAll('&', '\\u0026').replaceAll('é', '\\u00e9')],
  ['inside JSON with escaped slashes', (text) => text.replaceAll('/', '\\/')],
  ['inside HTML', (text) => text.replaceAll('&', '&amp;')],
  ['inside JSON text', (text) => JSON.stringify({ key: text })],
];

describe('redactor', () => {
  test.each(encodings)('finds a secret %s', (_name, encode) => {
    const text = `before ${encode(secret)} after`;
    const clean = redactor([secret])({ a: [{ b: text }], [encode(secret)]: 1 });
    const written = JSON.stringify(clean);
    expect(written).toContain(REDACTED);
    expect(written).toContain('before ');
    expect(written).not.toContain(encode(secret).slice(4, -4));
  });

  test('takes a secret that is no well-formed text', () => {
    const odd = 'odd-\ud800-secret';
    expect(redactor([odd])([odd, encodeURIComponent(odd.toWellFormed())])).toEqual([REDACTED, REDACTED]);
  });

  test('leaves everything else as it is', () => {
    const value = { a: 'harmless', b: [1, null, true], c: { d: 'words' } };
    expect(redactor([secret])(value)).toEqual(value);
    expect(redactor([])(value)).toBe(value);
  });

  test('finds the base64 of a secret behind any prefix', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ minLength: 8, unit: 'grapheme-ascii' }),
        fc.string(),
        (head, key, tail) => {
          const encoded = Buffer.from(head + key + tail).toString('base64');
          expect(redactor([key])(encoded)).toContain(REDACTED);
        },
      ),
    );
  });
});
