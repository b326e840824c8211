import type { PlannerWeights } from '../../shared/planner/planner-weights.ts';
import type { Scorer } from '../evaluation/scorer.ts';
import type { Example } from './example.ts';
import { fitBind } from './fit-bind.ts';
import { fitChoice } from './fit-choice.ts';
import { fitSupply } from './fit-supply.ts';

/** What the rules plan with, without what tells how sure they are. */
export type PlanWeights = Pick<PlannerWeights, 'choice' | 'bind' | 'supply'>;

/** Fits the weights of readings, then those of bindings and of suppliers on the readings that are right. */
export function fitWeights(examples: readonly Example[], sameValue: Scorer['sameValue']): PlanWeights {
  const choice = fitChoice(examples);
  const bind = fitBind(examples, choice, sameValue);
  return { choice, bind, supply: fitSupply(examples, { choice, bind }) };
}
