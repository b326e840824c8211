import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from './json.ts';
import type { Step } from './workflow.ts';

/**
 * The hash that an approval binds to: SHA-256 over the canonical JSON of the steps, with their operations, origins,
 * templates and catalogue version. Returns `sha256:` and 64 hex digits.
 */
export function planHash(steps: readonly Step[]): string {
  // Steps are built from zod output: plain JSON, optional members absent.
  const json = JSON.parse(JSON.stringify(steps)) as Json;
  return `sha256:${createHash('sha256').update(canonicalJson(json)).digest('hex')}`;
}
