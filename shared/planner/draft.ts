import type { Json } from '../domain/json.ts';
import type { Clause } from './clauses.ts';
import type { Input, OperationView, Output } from './operation-view.ts';

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
  /** 0 to 1: how much of what the clause says the operation covers. */
  readonly coverage: number;
  /** 0 to 1: how much of the operation's name the clause says. */
  readonly named: number;
  /** The clause's text score against the rarity of all its words. */
  readonly matched: number;
  /** 0 to 1: how far ahead of the next best operation it is. */
  readonly margin: number;
  /** Brought along because another step needs its answer. */
  readonly supplies: boolean;
}

/** Required inputs that nothing was found for. */
export function unboundInputs(step: DraftStep): readonly Input[] {
  return step.view.inputs.filter((input) => input.required && !step.bound.has(input.name));
}
