import type { JsonObject } from '../../shared/domain/json.ts';
import type { Plan, PlanQuestion } from '../../shared/domain/plan.ts';
import { stepIdOf } from '../../shared/domain/step-id.ts';
import { listReferences } from '../../shared/domain/templates.ts';
import { leavesOf } from '../../shared/domain/workflow.ts';

/**
 * The input of a run with what a plan asks for: a value that is named like a parameter (`customerId`) answers the question
 * for it, whose place in the plan is `{{input.customerid}}`. `open`: the questions that are left.
 */
export function completeInput({ plan, input }: { plan: Plan; input: JsonObject }): {
  readonly given: JsonObject;
  readonly open: readonly PlanQuestion[];
} {
  const calls = leavesOf(plan.steps).filter((step) => step.type === 'api_call');
  const wanted = new Set(
    calls
      .flatMap(({ parameters }) => listReferences(parameters))
      .flatMap(({ root, path: [name] }) => (root === 'input' && typeof name === 'string' ? [name] : [])),
  );
  const bySlug = new Map(Object.entries(input).map(([name, value]) => [plain(name), value]));
  const found = [...wanted].flatMap((name) => {
    const value = Object.hasOwn(input, name) ? undefined : bySlug.get(plain(name));
    return value === undefined ? [] : [[name, value] as const];
  });
  const given = { ...input, ...Object.fromEntries(found) };
  const open = plan.questions.filter(({ stepId, parameter }) => {
    const value = calls.find(({ id }) => id === stepId)?.parameters[parameter ?? ''];
    const [reference, ...others] = value === undefined ? [] : listReferences(value);
    const [name] = reference?.path ?? [];
    const isGiven = typeof name === 'string' && Object.hasOwn(given, name);
    return !(reference?.root === 'input' && others.length === 0 && isGiven);
  });
  return { given, open };
}

/** `customerId`, `customer_id` and `customerid` are one name. */
function plain(name: string): string {
  return stepIdOf(name).replaceAll('_', '');
}
