import { listReferences, type Reference } from '../domain/templates.ts';
import type { Json } from '../domain/json.ts';
import { everyStep, type Step } from '../domain/workflow.ts';
import type { Frame } from '../engine/frame.ts';
import type { AnswerSource } from './find-answer.ts';

/** A value of a request that a run may find otherwise. */
export interface Doubt {
  /** `parameters.petId`. */
  readonly path: string;
  readonly template: string;
  readonly message: string;
}

/** Sources that say what an API answers to this very call. */
const SURE: ReadonlySet<AnswerSource> = new Set(['given', 'recorded']);

const WHY: Readonly<Record<AnswerSource, string>> = {
  given: '',
  recorded: '',
  example: 'comes from an example of the document',
  schema: 'is made up of the schema of the document',
  unknown: 'is not known: the document does not say what the API answers',
};

/** Keeps which steps gave what nobody can know before the run. */
export class Doubts {
  readonly #steps: ReadonlyMap<string, Step>;
  readonly #sources = new Map<string, AnswerSource>();

  constructor(steps: readonly Step[]) {
    this.#steps = new Map(everyStep(steps).map((step) => [step.id, step]));
  }

  /** What a step gave comes from there. What follows from something doubtful is as doubtful. */
  note(stepId: string, source: AnswerSource): void {
    if (!SURE.has(source)) this.#sources.set(stepId, source);
  }

  /** The weakest of everything known so far; undefined where nothing is in doubt. */
  weakest(): AnswerSource | undefined {
    const sources = [...this.#sources.values()];
    return (['unknown', 'schema', 'example'] as const).find((source) => sources.includes(source));
  }

  /** Every doubtful reference of a value, where it stands. */
  of(value: Json, frame: Frame, path: string): readonly Doubt[] {
    return listReferences(value).flatMap((reference) => {
      const source = this.#sourceOf(reference, frame);
      if (source === undefined) return [];
      const template = `{{${reference.source}}}`;
      return [{ path, template, message: `${template} ${WHY[source]}.` }];
    });
  }

  #sourceOf({ root, stepId = '' }: Reference, frame: Frame): AnswerSource | undefined {
    if (root === 'steps') return this.#sources.get(stepId);
    if (root !== 'item') return undefined;
    const loop = this.#steps.get(/([^.[\]]+)\[\d+\]\.$/.exec(frame.prefix)?.[1] ?? '');
    if (loop?.type !== 'loop' || frame.outer === undefined) return undefined;
    const outer = frame.outer;
    return listReferences(loop.items)
      .map((reference) => this.#sourceOf(reference, outer))
      .find((source) => source !== undefined);
  }
}
