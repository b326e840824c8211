import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import type { Json } from '../../shared/domain/json.ts';
import type { predictedSteps } from '../predicted-steps.ts';
import type { EvaluationSet, Task } from './load-set.ts';

/** What is written for one task. */
export interface Prediction {
  readonly id: string;
  readonly plan: {
    readonly steps: ReturnType<typeof predictedSteps>;
    readonly confidence: number;
    readonly questions: readonly string[];
  };
  readonly ms: number;
}

const Figure = z.number().nullable();
const Scores = z.object({
  result: z.object({
    tasks: z.number(),
    answered: z.number(),
    correctPath: Figure,
    exactPath: Figure,
    meanExtraCalls: Figure,
    calibration: z.object({ 'precision@0.8': Figure, 'coverage@0.8': Figure, ece: Figure }),
    argF1: Figure,
    dataFlowF1: Figure,
    ms: z.object({ p50: Figure, p95: Figure }),
  }),
  perTask: z.array(
    z.object({ id: z.string(), answered: z.boolean(), correctPath: z.boolean(), exactPath: z.boolean() }),
  ),
});
export type Scores = z.infer<typeof Scores>;

/** The scorer that lies beside the sets: it alone decides what is correct. */
export interface Scorer {
  /** Whether a value is the one that was wanted, in the scorer's eyes. */
  readonly sameValue: (gold: Json, got: Json, match?: string) => boolean;
  readonly score: (set: EvaluationSet, predictions: readonly Prediction[]) => Promise<Scores>;
}

const ScorerModule = z.object({
  sameValue: z.custom<Scorer['sameValue']>((value) => typeof value === 'function'),
  scoreSet: z.custom<(set: unknown, tasks: readonly Task[], predictions: readonly Prediction[]) => unknown>(
    (value) => typeof value === 'function',
  ),
});

/** Loads `score.mjs` from beside a set's folder. */
export async function loadScorer(folder: string): Promise<Scorer> {
  const file = pathToFileURL(join(dirname(folder), 'score.mjs')).href;
  const { sameValue, scoreSet } = ScorerModule.parse(await import(file));
  return {
    sameValue,
    score: async (set, predictions) => {
      const about: unknown = JSON.parse(await readFile(join(set.folder, 'set.json'), 'utf8'));
      return Scores.parse(scoreSet(about, set.tasks, predictions));
    },
  };
}
