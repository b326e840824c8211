import type { Json } from '../domain/json.ts';

/**
 * How a parameter is written, as in OpenAPI 3.1, section 4.8.12. The style `json` is ours: a parameter that the document
 * gives a JSON media type instead of a style.
 */
export interface Serialisation {
  readonly name: string;
  readonly style?: string | undefined;
  readonly explode?: boolean | undefined;
}

/** A value as plain text: objects and lists as JSON, null as nothing. */
export function textOf(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Everything but the unreserved characters of RFC 3986 is percent-encoded. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A query parameter as pairs, not yet encoded: styles form, spaceDelimited, pipeDelimited, deepObject and json. */
export function queryPairs(
  { name, style = 'form', explode }: Serialisation,
  value: Json,
): readonly (readonly [string, string])[] {
  if (style === 'json') return [[name, JSON.stringify(value)]];
  const exploded = explode ?? style === 'form';
  if (isList(value)) {
    if (exploded) return value.map((item) => [name, textOf(item)] as const);
    return [[name, value.map(textOf).join(DELIMITERS[style] ?? ',')]];
  }
  if (typeof value !== 'object' || value === null) return [[name, textOf(value)]];
  const members = Object.entries(value);
  if (style === 'deepObject')
    return members.map(([key, inner]) => [`${name}[${key}]`, textOf(inner)] as const);
  if (exploded) return members.map(([key, inner]) => [key, textOf(inner)] as const);
  return [[name, members.flatMap(([key, inner]) => [key, textOf(inner)]).join(DELIMITERS[style] ?? ',')]];
}

const DELIMITERS: Readonly<Record<string, string>> = { form: ',', spaceDelimited: ' ', pipeDelimited: '|' };

/** A path or header value in the style `simple` (the default of both) or `json`, or of a path in `label` and `matrix`. */
export function simpleText(
  { name, style = 'simple', explode = false }: Serialisation,
  value: Json,
  encode: (text: string) => string,
): string {
  if (style === 'json') return encode(JSON.stringify(value));
  const prefix = style === 'label' ? '.' : style === 'matrix' ? ';' : '';
  const between = style === 'label' && explode ? '.' : style === 'matrix' && explode ? ';' : ',';
  const named = style === 'matrix' ? `${encode(name)}=` : '';
  if (isList(value)) {
    const items = value.map((item) => encode(textOf(item)));
    return prefix + (explode ? items.map((item) => named + item) : [named + items.join(',')]).join(between);
  }
  if (typeof value !== 'object' || value === null) return prefix + named + encode(textOf(value));
  const members = Object.entries(value);
  return explode
    ? prefix + members.map(([key, inner]) => `${encode(key)}=${encode(textOf(inner))}`).join(between)
    : prefix + named + members.map(([key, inner]) => `${encode(key)},${encode(textOf(inner))}`).join(',');
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
