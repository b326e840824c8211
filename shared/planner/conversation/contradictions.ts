import type { PlanQuestion } from '../../domain/plan.ts';
import { intentOfOperation } from '../intents.ts';
import { intentOfVerb } from '../verbs.ts';
import { findSteps } from './find-step.ts';
import type { SeenStep } from './step-views.ts';

/** What a request says is not to be done, from its verb on. */
const NOT_TO_DO =
  /\b(?:don['’]?t|do not|never|must not|should not|shouldn['’]?t|without)\s+((\p{L}+)[^,.;!?]{0,80}?)(?=[,.;!?]|\s+(?:but|and|then)\b|$)/giu;

/** Asks about every call of a plan that the same request says is not to be made. */
export function contradictionsIn(message: string, steps: readonly SeenStep[]): readonly PlanQuestion[] {
  return [...message.matchAll(NOT_TO_DO)].flatMap(([said, clause = '', verb = '']) => {
    const intent = intentOfVerb(verb);
    if (intent === undefined) return [];
    return findSteps(clause, steps)
      .filter(({ view }) => view !== undefined && intentOfOperation(view) === intent)
      .map(({ step: { id, name } }) => ({
        question: `The request asks for "${name}" and says "${said.slice(0, 100)}". Should "${name}" be done?`,
        stepId: id,
      }));
  });
}
