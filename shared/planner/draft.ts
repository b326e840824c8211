import type { Json } from '../domain/json.ts';
import type { Entity } from './entities.ts';
import type { Input, OperationView, Output } from './operation-view.ts';

/** One thing that a request asks for. */
export interface Clause {
  readonly text: string;
  /** Position of the text in the message. */
  readonly from: number;
  /** Stems that mean something, values left out. */
  readonly terms: readonly string[];
  readonly entities: readonly Entity[];
}

/** Where the value of an input comes from. */
export type Source =
  | { readonly kind: 'literal'; readonly value: Json }
  | {
      readonly kind: 'reference';
      readonly step: DraftStep;
      readonly output: Output;
      /** Position in the list that the output stands in, from 0. */
      readonly position: number;
    }
  /** Text with references inside. */
  | {
      readonly kind: 'text';
      readonly parts: readonly (string | Exclude<Source, { kind: 'text' | 'literal' }>)[];
    }
  /** The whole answer of a step. */
  | { readonly kind: 'whole'; readonly step: DraftStep };

/** A value found for an input, and how sure that is: 0 to 1. */
export interface Bound {
  readonly source: Source;
  readonly certainty: number;
}

/** A call that the rules propose, before it has an id. */
export interface DraftStep {
  readonly view: OperationView;
  readonly clause: Clause;
  readonly bound: Map<string, Bound>;
  /** Brought along because another step needs its answer. */
  readonly supplies: boolean;
}

/** Required inputs that nothing was found for. */
export function unboundInputs(step: DraftStep): readonly Input[] {
  return step.view.inputs.filter((input) => input.required && !step.bound.has(input.name));
}
