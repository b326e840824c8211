import { namesOtherFiles } from '../../shared/openapi/names-other-files.ts';
import type { Patience } from './read-kept.ts';

/** A larger document takes longer to read than a person likes to wait … */
const MAX_BYTES_AT_ONCE = 2 * 1024 * 1024;

/** … and so does one that refers to other files; a server that takes longer may take any time. */
export const PATIENCE_OF_A_PERSON: Patience = { timeoutMs: 5000, suffices: isReadAtOnce };

export function isReadAtOnce(bytes: Uint8Array): boolean {
  return bytes.length <= MAX_BYTES_AT_ONCE && !namesOtherFiles(bytes);
}

export function isSmallEnough(size: number): boolean {
  return size <= MAX_BYTES_AT_ONCE;
}
