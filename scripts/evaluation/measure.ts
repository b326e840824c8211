import type { IndexCache } from '../../shared/planner/index-cache.ts';
import type { PlannerWeights } from '../../shared/planner/planner-weights.ts';
import { planWithRules } from '../../shared/planner/plan-with-rules.ts';
import { predictedSteps } from '../predicted-steps.ts';
import type { CrossedTask } from './cross-sets.ts';
import type { EvaluationSet } from './load-set.ts';
import type { Prediction, Scorer, Scores } from './scorer.ts';

/** How well a set is planned, and how often a request is planned that nothing can serve. */
export interface Measured {
  readonly set: EvaluationSet;
  readonly scores: Scores;
  readonly predictions: readonly Prediction[];
  /** Plans for requests that nothing serves, and how many of those there are. */
  readonly falsePlans: number;
  readonly crossed: number;
}

/** Plans a set and its crossed tasks with given weights. Indexes are built before the clock starts. */
export async function measureSet({
  set,
  crossed,
  weights,
  cache,
  scorer,
}: {
  readonly set: EvaluationSet;
  readonly crossed: readonly CrossedTask[];
  readonly weights: PlannerWeights;
  readonly cache: IndexCache;
  readonly scorer: Scorer;
}): Promise<Measured> {
  const predictions = set.tasks.map((task): Prediction => {
    const apis = set.apisOf(task);
    const index = cache.get(apis);
    const start = performance.now();
    const { steps, confidence, questions } = planWithRules({ index, apis, message: task.query, weights });
    const ms = performance.now() - start;
    const asked = questions.map(({ question }) => question);
    return { id: task.id, plan: { steps: predictedSteps(steps), confidence, questions: asked }, ms };
  });
  const own = crossed.filter((task) => task.from === set.name);
  const planned = own.filter(({ apis, query }) => {
    const plan = planWithRules({ index: cache.get(apis), apis, message: query, weights });
    return plan.steps.length > 0;
  });
  const scores = await scorer.score(set, predictions);
  // A set's own tasks that nothing serves count as crossed ones.
  const unserved = predictions.filter((_, at) => set.tasks[at]?.gold.length === 0);
  const wrongly = unserved.filter(({ plan }) => plan.steps.length > 0);
  return {
    set,
    scores,
    predictions,
    falsePlans: planned.length + wrongly.length,
    crossed: own.length + unserved.length,
  };
}
