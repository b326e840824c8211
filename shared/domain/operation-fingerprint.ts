import { hash } from 'node:crypto';
import type { Operation } from './catalogue.ts';

/** Equal where two versions of an operation are: then nobody needs to read them to compare them. 16 hex digits. */
export function operationFingerprint(operation: Operation): string {
  return hash('sha256', JSON.stringify(operation)).slice(0, 16);
}
