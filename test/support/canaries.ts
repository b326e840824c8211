import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

/** A credential whose secret must turn up nowhere, with the request body's spelling of it. */
export interface Canary {
  readonly value: string;
  readonly authType: 'api_key' | 'bearer' | 'basic';
  readonly authConfig: Readonly<Record<string, string>>;
}

/** What real credentials and hostile ones hold: separators of every format that a value may pass through. */
const ODD = [
  'plain',
  'sk_live_',
  'two words',
  'quote"quote',
  "it's",
  'back\\slash',
  'new\nline',
  'return\r\nX-Injected: 1',
  'tab\tbed',
  'per%41cent%',
  'a+b/c==',
  '-_.~',
  'ключ',
  '鍵',
  '🔑',
  'e\u0301',
  '<b>&amp;</b>',
  '{{steps.a}}',
  '${HOME}',
  '$1$&$`',
  '.*+?^()[]{}|',
  'nul\u0000',
  '\u202Ereversed',
  '#hash?a=b&c=d',
  'user:pass@host',
] as const;

/** Fifty: each odd text twice, the ways to authenticate in turn. */
export function makeCanaries(): readonly Canary[] {
  return [...ODD, ...ODD].map((odd, at) => {
    const value = `canary${randomBytes(9).toString('hex')}${odd}${randomBytes(6).toString('hex')}`;
    if (at % 4 === 0) return { value, authType: 'bearer', authConfig: { token: value } };
    if (at % 4 === 1)
      return { value, authType: 'basic', authConfig: { username: 'someone', password: value } };
    const headerName = at % 4 === 2 ? {} : { headerName: 'X-Own-Key' };
    return { value, authType: 'api_key', authConfig: { apiKey: value, ...headerName } };
  });
}

/** A value as it would look in every encoding that a leak may pass through. */
export function spellings(value: string): Readonly<Record<string, readonly string[]>> {
  const bytes = Buffer.from(value);
  const base64 = [0, 1, 2].map((offset) => innerBase64(bytes, offset));
  return {
    raw: [value],
    base64,
    base64url: base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    hex: [bytes.toString('hex'), bytes.toString('hex').toUpperCase()],
    percent: [encodeURIComponent(value), new URLSearchParams({ v: value }).toString().slice(2)],
    json: [JSON.stringify(value).slice(1, -1)],
  };
}

/** A text as a careless upstream writes it into its answer: whole, in every encoding, with something before it. */
export function repeated(text: string): readonly string[] {
  const bytes = ['', '.', '..'].map((before) => Buffer.from(`${before}${text}...`));
  return [
    text,
    ...bytes.flatMap((part) => [part.toString('base64'), part.toString('base64url'), part.toString('hex')]),
    encodeURIComponent(text),
    new URLSearchParams({ text }).toString(),
    JSON.stringify({ text }),
  ];
}

/** The part of the base64 that does not depend on what stands around, when the value begins at byte `offset` of three. */
function innerBase64(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  return text.slice(offset === 0 ? 0 : offset + 1, -2);
}

/** Where a canary is found: `place: encoding of canary n`. */
export function findCanaries({
  canaries,
  places,
}: {
  canaries: readonly Canary[];
  places: Readonly<Record<string, unknown>>;
}): readonly string[] {
  const texts = Object.entries(places).map(
    ([place, value]) => [place, [...new Set(textsOf(value))].join('\n')] as const,
  );
  return canaries.flatMap(({ value }, at) =>
    Object.entries(spellings(value)).flatMap(([encoding, forms]) =>
      texts
        .filter(([, text]) => forms.some((form) => text.includes(form)))
        .map(([place]) => `${place}: ${encoding} of canary ${at}`),
    ),
  );
}

/** Every text inside a value: names, strings, bytes (unpacked where they are gzip), and all that an error carries. */
function textsOf(value: unknown, seen = new Set<unknown>()): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  if (value instanceof Uint8Array) return [unpacked(value).toString('utf8')];
  if (value instanceof Map) return textsOf([...value], seen);
  const own = value instanceof Error ? [value.name, value.message, value.stack ?? '', value.cause] : [];
  return [...own, ...Object.entries(value).flat()].flatMap((inner) => textsOf(inner, seen));
}

function unpacked(bytes: Uint8Array): Buffer {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : Buffer.from(bytes);
}
