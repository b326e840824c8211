import * as z from 'zod';

/** What a state machine passes about: plain JSON, never a function, `undefined` or a cycle. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

export const Json: z.ZodType<Json> = z.json();

/** Inputs, outputs, results and assigned variables: 256 KiB of UTF-8 (Step Functions, "Service quotas"). */
export const MAX_STATE_BYTES = 262_144;

/** @throws SyntaxError where the text is not JSON. */
export function parseJson(text: string): Json {
  // JSON.parse gives nothing but JSON, so its `any` is known.
  const value: Json = JSON.parse(text);
  return value;
}

export function byteSize(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value));
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
