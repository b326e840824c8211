import { memberBytes } from './json-bytes.ts';

/** Marks a schema of which something was left out for its size. What it does not mention may still be allowed. */
export const TRUNCATED = 'x-apiq-truncated';
/** Marks a schema that was cut because it is one of those that hold it. */
export const RECURSIVE = 'x-apiq-recursive';
/**
 * At the root of a schema of which anything but text was left out: how many schemas are whole, breadth first. Of the
 * others, that a keyword is not there says nothing.
 */
export const PARTIAL = 'x-apiq-partial';

/** What the marks take in JSON; a number of schemas has four digits at most. */
export const TRUNCATED_BYTES = memberBytes(TRUNCATED) + 4;
export const RECURSIVE_BYTES = memberBytes(RECURSIVE) + 4;
export const PARTIAL_BYTES = memberBytes(PARTIAL) + 4;
/** What it takes to let an object take the members that were left out. */
export const OPEN_BYTES = memberBytes('additionalProperties') + 4;
