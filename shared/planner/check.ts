import type { ErrorDetail } from '../domain/errors.ts';
import { everyStep, MAX_DEPTH, MAX_STEPS, blocksOf, type Step, type StepInput } from '../domain/workflow.ts';
import { assignIds } from './assign-ids.ts';
import type { CheckedApi } from './check-call.ts';
import { StepChecker } from './check-step.ts';

import type { PlacedExpression } from './expression-faults.ts';

export type { CheckedApi } from './check-call.ts';

/** What the checker says: steps with everything a run needs, or every fault with its place in the request. */
export type CheckResult =
  | { readonly steps: readonly Step[]; readonly expressions: readonly PlacedExpression[] }
  | { readonly errors: readonly ErrorDetail[] };

/**
 * Checks steps against the connected APIs: the operation exists, required parameters are bound, literals fit, references
 * point to steps that have ended and to fields that their answers have. Effect and binding come from here alone.
 * Each error is a sentence with the place `steps[0].parameters.petId`. Expressions
 * are not read here, but named with what they may read.
 */
export function checkSteps({
  steps,
  apis,
}: {
  readonly steps: readonly StepInput[];
  readonly apis: readonly CheckedApi[];
}): CheckResult {
  const tooDeep = placeBelow(steps, 'steps', MAX_DEPTH);
  if (tooDeep !== undefined)
    return { errors: [{ path: tooDeep, message: `Steps may stand ${MAX_DEPTH} deep in each other.` }] };
  if (everyStep(steps).length > MAX_STEPS)
    return { errors: [{ path: 'steps', message: `A workflow has at most ${MAX_STEPS} steps.` }] };
  const checker = new StepChecker({ ids: assignIds(steps), apis });
  const checked = checker.sequence(steps, 'steps');
  return checker.errors.length > 0
    ? { errors: checker.errors }
    : { steps: checked, expressions: checker.expressions };
}

/** The place of the first list of steps that is deeper than `depth` levels. */
function placeBelow(steps: readonly StepInput[], path: string, depth: number): string | undefined {
  if (depth === 0) return path;
  for (const [at, step] of steps.entries()) {
    for (const block of blocksOf(step)) {
      const found = placeBelow(block.steps, `${path}[${at}].${block.path}`, depth - 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
