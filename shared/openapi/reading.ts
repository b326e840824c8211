import type { SchemaReader } from './expand-schema.ts';
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

/** Bytes of schema that the parts of one operation may take, together about 8 KB. */
export const BUDGETS = {
  parameter: 300,
  /** Of all parameters; further ones keep their type alone. */
  parameters: 2000,
  smallParameter: 48,
  body: 3000,
  /** Of the first success, which later steps read from. */
  answer: 3000,
  /** Of every other response. */
  otherAnswer: 200,
} as const;

export const MAX_DESCRIPTION = 2000;
export const MAX_SUMMARY = 300;
export const MAX_SHORT_TEXT = 300;
export const MAX_PARAMETERS = 300;
