import type { Json } from '../domain/json.ts';

/** The bytes of a value as JSON text in UTF-8. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

/** The bytes that a member adds to a JSON object beside its value: quotes, colon and comma. `name` needs no escape. */
export function memberBytes(name: string): number {
  return name.length + 4;
}

/** The bytes of a scalar, or of a list of scalars, as JSON. */
export function scalarBytes(value: Json): number {
  if (typeof value === 'string') return textBytes(value);
  if (typeof value !== 'object' || value === null) return String(value).length;
  let bytes = 2;
  for (const item of Object.values(value)) bytes += scalarBytes(item) + 1;
  return bytes;
}

/** The bytes of a text as JSON, its quotes included. */
export function textBytes(text: string): number {
  // Most texts need no escape and no more than a byte a character; asking is cheaper than writing them.
  return /^[ !#-[\]-~]*$/.test(text) ? text.length + 2 : jsonBytes(text);
}

/** What a text takes at most: a control character is written as six. */
export function textBytesAtMost(text: string | undefined): number {
  return text === undefined ? 0 : text.length * 6 + 2;
}
