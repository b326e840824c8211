import { claimStepId } from '../../domain/step-id.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { PlanDraft, PlanQuestion } from '../../domain/plan.ts';
import { everyStep, type Step, type StepInput } from '../../domain/workflow.ts';
import { planWithRules } from '../plan-with-rules.ts';
import { asWritten } from './as-written.ts';
import { isPlaceholder } from './changes-between.ts';
import type { EditOutcome, Talk } from './edit-outcome.ts';
import { isSameCall } from './same-call.ts';

/**
 * Adds what a text asks for. It is planned as the end of the whole request, so that it can use the answers of the steps
 * that are there, and by itself where that reads the request in another way. A call that the plan makes already is made
 * again with the same values but for those that were named: "also tell #sales".
 */
export function addSteps(
  talk: Talk,
  { text, first }: { readonly text: string; readonly first: boolean },
): EditOutcome {
  const { plan, index, apis } = talk;
  const alone = planWithRules({ index, apis, message: text });
  const again = repeatedCall(talk, alone, text);
  const draft = again ?? (first ? alone : (continued(talk, text) ?? alone));
  if (draft.steps.length === 0)
    return {
      ask: `No connected API was found for "${text.slice(0, 120)}"; the plan stays as it was. What should be added?`,
    };
  const taken = new Set(everyStep(plan.steps).map(({ id }) => id));
  const ids = new Map(draft.steps.map(({ id }) => [id, claimStepId(id, taken)]));
  const added = asWritten(draft.steps).map((step) => renamed(step, ids));
  const present = asWritten(plan.steps);
  return {
    steps: first ? [...added, ...present] : [...present, ...added],
    questions: draft.questions.map((question) => withStep(question, ids)),
    confidence: draft.confidence,
  };
}

type Part = Pick<PlanDraft, 'steps' | 'questions' | 'confidence'>;

/** The new steps of the whole request with the text at its end, where it begins with the steps that are there. */
function continued({ plan, index, apis }: Talk, text: string): Part | undefined {
  const message = `${plan.description.replace(/[\s.;]+$/, '')} and then ${text}`;
  const draft = planWithRules({ index, apis, message });
  const more = draft.steps.slice(plan.steps.length);
  const fits = plan.steps.every((step, at) => isSameCall(step, draft.steps[at]));
  if (!fits || more.length === 0) return undefined;
  // What stands where the plan's own steps stand is read by their ids.
  const ids = new Map(plan.steps.map((step, at) => [draft.steps[at]?.id ?? '', step.id]));
  const own = new Set(more.map(({ id }) => id));
  return {
    steps: more.map((step) => renamed(step, ids)),
    questions: draft.questions.filter(({ stepId }) => stepId === undefined || own.has(stepId)),
    confidence: draft.confidence,
  };
}

/** One call that the plan makes already, with its values but for those that the text names. */
function repeatedCall({ steps }: Talk, alone: PlanDraft, text: string): Part | undefined {
  const [call, ...others] = alone.steps;
  if (call?.type !== 'api_call' || others.length > 0) return undefined;
  const like = steps.findLast(({ step }) => isSameCall(step, call))?.step;
  if (like === undefined) return undefined;
  const parameters = { ...like.parameters, ...said(call.parameters, text) };
  const open = alone.questions.filter(
    ({ stepId, parameter }) =>
      stepId !== call.id || parameter === undefined || !(parameter in like.parameters),
  );
  return { steps: [{ ...call, parameters }], questions: open, confidence: alone.confidence };
}

/** Values whose words stand in the text. */
function said(parameters: JsonObject, text: string): JsonObject {
  const plain = text.toLowerCase();
  const named = ([, value]: [string, Json]): boolean => {
    const spelled = typeof value === 'string' ? value : JSON.stringify(value);
    return !isPlaceholder(spelled) && plain.includes(spelled.toLowerCase());
  };
  return Object.fromEntries(Object.entries(parameters).filter(named));
}

/** A step with other ids, in what it refers to as well. */
function renamed<S extends Step | StepInput>(step: S, ids: ReadonlyMap<string, string>): S {
  const text = JSON.stringify(step).replace(/\{\{\s*steps\.([a-z0-9_]+)/g, (whole: string, id: string) =>
    ids.has(id) ? `{{steps.${ids.get(id) ?? id}` : whole,
  );
  // Only ids inside templates became others: the form is that of the step.
  const copy = JSON.parse(text) as S;
  return { ...copy, id: ids.get(step.id ?? '') ?? step.id };
}

function withStep(question: PlanQuestion, ids: ReadonlyMap<string, string>): PlanQuestion {
  const { stepId } = question;
  return stepId === undefined ? question : { ...question, stepId: ids.get(stepId) ?? stepId };
}
