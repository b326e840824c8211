import type { JsonObject } from '../domain/json.ts';

/** Members of a document, without those that are undefined: plain JSON, as the document was. */
export function plain(value: Readonly<Record<string, unknown>>): JsonObject {
  return JSON.parse(JSON.stringify(value));
}
