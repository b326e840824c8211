import * as z from 'zod';

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/** Any JSON value; keys that could reach a prototype are refused. */
export const Json: z.ZodType<Json> = z.lazy(() =>
  z
    .json()
    .refine((value) => !hasForbiddenKey(value), 'Keys like __proto__ are not allowed.')
    .meta({ id: 'Json', override: { description: 'Any JSON value.' } }),
);

/** A JSON object; keys that could reach a prototype are refused. */
export const JsonObject: z.ZodType<JsonObject, JsonObject> = z.lazy(() =>
  z
    .record(z.string(), z.json())
    .refine((value) => !hasForbiddenKey(value), 'Keys like __proto__ are not allowed.')
    .meta({ id: 'JsonObject', override: { type: 'object', additionalProperties: true } }),
);

/**
 * Any JSON value in an answer. It is not walked: what the stores and the engine hold is JSON by construction, and a body
 * may be large.
 */
export const JsonAnswer = z.lazy(() =>
  z.unknown().meta({ override: { description: 'Any JSON value.' } }),
) as unknown as z.ZodType<Json, Json>;

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether a key could reach a prototype when it is used to read or write an object. */
export function isForbiddenKey(key: string): boolean {
  return FORBIDDEN_KEYS.has(key);
}

function hasForbiddenKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasForbiddenKey);
  return Object.entries(value).some(([key, inner]) => isForbiddenKey(key) || hasForbiddenKey(inner));
}

/** Canonical JSON (keys sorted by code unit, no space), so that equal values have equal text. After RFC 8785. */
export function canonicalJson(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(',')}]`;
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}
