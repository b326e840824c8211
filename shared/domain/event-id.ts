import { createHash } from 'node:crypto';
import { ID_PREFIXES } from './ids.ts';

/** The id of the one event that tells of something, however often it is told: a hash of what it is about. */
export function eventIdFor(...about: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(about)).digest('hex');
  return `${ID_PREFIXES.event}_${digest.slice(0, 40)}`;
}
