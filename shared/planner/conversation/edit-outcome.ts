import type { PendingEdit } from '../../domain/chat.ts';
import type { Plan, PlanQuestion } from '../../domain/plan.ts';
import type { StepInput } from '../../domain/workflow.ts';
import type { PlannerApi } from '../operation-view.ts';
import type { OperationIndex } from '../retrieve.ts';
import type { SeenStep } from './step-views.ts';

/** A plan that is talked about. */
export interface Talk {
  readonly plan: Plan;
  readonly steps: readonly SeenStep[];
  readonly apis: readonly PlannerApi[];
  readonly index: OperationIndex;
}

/** What a change comes to: other steps, or something to ask; the plan is then as it was. */
export type EditOutcome =
  | {
      readonly steps: readonly StepInput[];
      /** Beside those that stay open. */
      readonly questions?: readonly PlanQuestion[];
      /** Of what was planned anew, 0 to 1. */
      readonly confidence?: number;
    }
  | { readonly ask: string; readonly pending?: Omit<PendingEdit, 'message'> };

/** Asks which of some steps is meant. */
export function askWhich(found: readonly SeenStep[]): EditOutcome {
  return {
    ask: `Which step do you mean: ${listOf(found)}?`,
    pending: { steps: found.map(({ step }) => step.id), choose: 'one' },
  };
}

/** Says that nothing in the plan is called so. */
export function askWhat(target: string, steps: readonly SeenStep[]): EditOutcome {
  return {
    ask: `Nothing in the plan is like "${target.slice(0, 80)}". Its steps are ${listOf(steps)}: which one do you mean?`,
  };
}

/** "1. Find pets, 2. Post message". */
export function listOf(steps: readonly SeenStep[]): string {
  return steps.map(({ number, step }) => `${number}. ${step.name}`).join(', ');
}
