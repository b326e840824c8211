import type { SchemaReader } from './schema-reader.ts';
import type { Problems } from './problems.ts';
import type { References } from './resolve-refs.ts';

/** What every part of a document is read with. */
export interface Reading {
  readonly references: References;
  readonly schemas: SchemaReader;
  readonly problems: Problems;
  /** Where the document came from; relative servers resolve against it. */
  readonly documentUrl: string | undefined;
}

/** Bytes of JSON that what an operation takes (parameters and body) may have at most, and what it answers. */
export const MAX_INPUT_BYTES = 8192;
export const MAX_OUTPUT_BYTES = 8192;

/** Bytes of JSON that one schema may have at most. */
export const BUDGETS = {
  parameter: 320,
  /** Of a parameter for whose description there is no room. */
  bareParameter: 100,
  body: 3000,
  /** Of the first success, which later steps read from. */
  answer: 3000,
  /** Of every other response. */
  otherAnswer: 220,
} as const;

export const MAX_DESCRIPTION = 2000;
export const MAX_SUMMARY = 300;
export const MAX_SHORT_TEXT = 300;
export const MAX_PARAMETERS = 300;
