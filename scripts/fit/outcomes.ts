import type { IndexCache } from '../../shared/planner/index-cache.ts';
import { FITTED_WEIGHTS } from '../../shared/planner/planner-weights.ts';
import { planByRules } from '../../shared/planner/rule-planner.ts';
import type { CrossedTask } from '../evaluation/cross-sets.ts';
import type { EvaluationSet } from '../evaluation/load-set.ts';
import type { Scorer } from '../evaluation/scorer.ts';
import { fitLogistic, type Outcome } from './fit-logistic.ts';
import type { PlanWeights } from './fit-weights.ts';

/** A plan made with weights that were fitted without its set. */
export interface PlanOutcome {
  readonly set: string;
  /** Of a crossed task, the set whose documents it was planned over. */
  readonly over?: string;
  readonly features: readonly number[];
  /** Whether the APIs can serve the request at all. */
  readonly served: boolean;
  readonly correct: boolean;
}

/** Plans the tasks of a set, and the crossed ones that ask what its tasks ask. Requests without any reading are left out. */
export async function outcomesOf({
  set,
  crossed,
  weights,
  cache,
  scorer,
}: {
  readonly set: EvaluationSet;
  readonly crossed: readonly CrossedTask[];
  readonly weights: PlanWeights;
  readonly cache: IndexCache;
  readonly scorer: Scorer;
}): Promise<readonly PlanOutcome[]> {
  const all = { ...FITTED_WEIGHTS, ...weights };
  const drafts = set.tasks.map((task) => planByRules(cache.get(set.apisOf(task)), task.query, all));
  const { perTask } = await scorer.score(
    set,
    set.tasks.map(({ id }, at) => ({
      id,
      plan: {
        steps: (drafts[at]?.steps ?? []).map(({ view: { api, operation } }) => ({
          api: api.connection.id,
          method: operation.method,
          path: operation.path,
          args: {},
        })),
        confidence: 0,
        questions: [],
      },
      ms: 0,
    })),
  );
  const own = drafts.map(({ features }, at) => ({
    set: set.name,
    features,
    served: (set.tasks[at]?.gold.length ?? 0) > 0,
    correct: perTask[at]?.correctPath === true,
  }));
  const strange = crossed
    .filter((task) => task.from === set.name)
    .map((task) => ({
      set: set.name,
      over: task.over,
      features: planByRules(cache.get(task.apis), task.query, all).features,
      served: false,
      correct: false,
    }));
  return [...own, ...strange];
}

/** Fits how sure the rules are: that a request is one for the APIs, and that its plan is right. */
export function fitHonesty(outcomes: readonly PlanOutcome[]): {
  readonly relevance: readonly number[];
  readonly confidence: readonly number[];
} {
  const own = outcomes.filter((outcome) => outcome.over === undefined);
  const count = outcomes.filter(({ served }) => served).length;
  const balance = count / Math.max(1, outcomes.length - count);
  const relevance = outcomes.map(({ features, served }): Outcome => ({
    features,
    yes: served,
    weight: served ? 1 : balance,
  }));
  return {
    relevance: fitLogistic(relevance),
    confidence: fitLogistic(own.map(({ features, correct }) => ({ features, yes: correct }))),
  };
}
