import type { Json } from '../domain/json.ts';
import type { Journal } from './frame.ts';

/** What the interpreter reads. */
export interface Reading {
  readonly journal: Journal;
  readonly input: Json;
  /** Epoch milliseconds: what is due by then goes on. */
  readonly now: number;
}
