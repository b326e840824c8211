import { listReferences } from '../../domain/templates.ts';
import type { ApiCallStep } from '../../domain/workflow.ts';
import { planWithRules } from '../plan-with-rules.ts';
import { asWritten } from './as-written.ts';
import { isPlaceholder } from './changes-between.ts';
import { askWhat, askWhich, listOf, type EditOutcome, type Talk } from './edit-outcome.ts';
import { replaceStep } from './edit-tree.ts';
import { findSteps } from './find-step.ts';
import { isSameCall } from './same-call.ts';
import type { SeenStep } from './step-views.ts';

/** Makes another call in the place of a step; what both take stays. */
export function replaceCall(
  talk: Talk,
  {
    target,
    text,
    chosen,
  }: { readonly target: string; readonly text: string; readonly chosen?: readonly string[] },
): EditOutcome {
  const found =
    chosen === undefined
      ? findSteps(target, talk.steps)
      : talk.steps.filter(({ step }) => chosen.includes(step.id));
  const [only] = found;
  if (only === undefined) return askWhat(target, talk.steps);
  return found.length > 1 ? askWhich(found) : callInPlaceOf(talk, only, text);
}

/**
 * Performs a step in another way ("search for bob@example.com instead"): the one that makes the same call with what the
 * text says, or else the only step with the call that it says.
 */
export function redoCall(talk: Talk, text: string): EditOutcome {
  const call = callFor(talk, text);
  const [only, ...more] = talk.steps;
  const like = call && talk.steps.filter(({ step }) => isSameCall(step, call));
  const [same, ...others] = like ?? [];
  if (call === undefined || same === undefined)
    return only !== undefined && more.length === 0
      ? callInPlaceOf(talk, only, text)
      : { ask: `In the place of which step should that be done: ${listOf(talk.steps)}?` };
  if (others.length > 0) return askWhich([same, ...others]);
  const kept = Object.entries(same.step.parameters).filter(([, value]) => listReferences(value).length > 0);
  const given = Object.entries(call.parameters).filter(([, value]) => !isOpen(value));
  const parameters = { ...Object.fromEntries(kept), ...Object.fromEntries(given) };
  return {
    steps: replaceStep(asWritten(talk.plan.steps), same.step.id, (step) =>
      step.type === 'api_call' ? [{ ...step, parameters }] : [step],
    ),
  };
}

function callInPlaceOf(talk: Talk, { step: { id, name, parameters } }: SeenStep, text: string): EditOutcome {
  const draft = planWithRules({ index: talk.index, apis: talk.apis, message: text });
  const call = callFor(talk, text);
  if (call === undefined)
    return {
      ask: `No one call of the connected APIs was found for "${text.slice(0, 120)}"; the plan stays as it was. Which call should take the place of "${name}"?`,
    };
  const takes = new Set(inputsOf(talk, call));
  const kept = Object.entries(parameters).filter(([input]) => takes.has(input));
  const given = Object.entries(call.parameters).filter(
    ([input, value]) => !isOpen(value) || !kept.some(([other]) => other === input),
  );
  const replaced = asWritten([call]).map((step) =>
    step.type === 'api_call'
      ? { ...step, id, parameters: { ...Object.fromEntries(kept), ...Object.fromEntries(given) } }
      : step,
  );
  return {
    steps: replaceStep(asWritten(talk.plan.steps), id, () => replaced),
    questions: draft.questions.map((question) =>
      question.stepId === undefined ? question : { ...question, stepId: id },
    ),
    confidence: draft.confidence,
  };
}

/** The one call that a text asks for. */
function callFor({ index, apis }: Talk, text: string): ApiCallStep | undefined {
  const { steps } = planWithRules({ index, apis, message: text });
  const [call, ...others] = steps;
  return call?.type === 'api_call' && others.length === 0 ? call : undefined;
}

function isOpen(value: unknown): boolean {
  return typeof value === 'string' && isPlaceholder(value);
}

function inputsOf({ index }: Talk, call: ApiCallStep): readonly string[] {
  const view = index.operations.find(
    ({ api, operation }) =>
      api.connection.id === call.apiConnectionId &&
      operation.method === call.method &&
      operation.path === call.endpoint,
  );
  return view === undefined ? [] : view.inputs.map(({ name }) => name);
}
