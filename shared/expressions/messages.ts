import type { Json } from '../domain/json.ts';

/** What the sandbox is asked. */
export interface EvaluationRequest {
  readonly expression: string;
  readonly input: Json;
  /** Of the result as JSON text. */
  readonly maxOutputBytes: number;
}

/** What it answers; `message` is a sentence about the expression and never holds data. */
export type EvaluationAnswer =
  | { readonly ok: true; readonly output: Json }
  | { readonly ok: false; readonly message: string };
