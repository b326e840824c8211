import type { PendingEdit, PlanChange } from '../../domain/chat.ts';
import type { Plan, PlanDraft, PlanQuestion } from '../../domain/plan.ts';
import { everyStep, type Step, type StepInput } from '../../domain/workflow.ts';
import { checkSteps } from '../check.ts';
import { explainPlan } from '../explain.ts';
import type { PlannerApi } from '../operation-view.ts';
import type { OperationIndex } from '../retrieve.ts';
import { openInputs, readAnswers, type Answer } from './answer-questions.ts';
import { applyEdit } from './apply-edit.ts';
import { asWritten } from './as-written.ts';
import { changesBetween, isPlaceholder } from './changes-between.ts';
import type { EditOutcome, Talk } from './edit-outcome.ts';
import { replaceStep } from './edit-tree.ts';
import { findSteps, ordinalIn } from './find-step.ts';
import { readEdit } from './read-edit.ts';
import { saysYes } from './read-value.ts';
import { seeSteps } from './step-views.ts';

/** What a message did to the plan of its conversation. */
export type Conversed =
  | { readonly draft: PlanDraft; readonly changes: readonly PlanChange[] }
  | {
      readonly explanation: string;
      readonly questions: readonly PlanQuestion[];
      readonly pending?: PendingEdit;
    };

const MAX_DESCRIPTION = 2000;

/**
 * Reads a message as being about the plan that is there: the choice that was asked for, answers to its questions, or a
 * change of it. Undefined where it is a request of its own. Nothing but what was named becomes different: whatever else
 * the checker would change makes it ask instead.
 */
export function converse({
  message,
  plan,
  pending,
  apis,
  index,
}: {
  readonly message: string;
  readonly plan: Plan;
  readonly pending?: PendingEdit;
  readonly apis: readonly PlannerApi[];
  readonly index: OperationIndex;
}): Conversed | undefined {
  const talk: Talk = { plan, steps: seeSteps(plan.steps, apis), apis, index };
  if (talk.steps.length === 0 || talk.steps.some(({ view }) => view === undefined)) return undefined;
  const chosen = pending && choiceOf(message, pending, talk);
  if (chosen !== undefined && pending !== undefined) {
    const edit = readEdit(pending.message);
    const outcome = edit && applyEdit(talk, edit, chosen);
    if (outcome) return concluded(talk, outcome, pending.message);
  }
  if (pending?.choose === 'all' && saysYes(message) === false)
    return unchanged(talk, 'The plan stays as it was.');
  const edit = readEdit(message);
  const structural = edit !== undefined && edit.kind !== 'set';
  const answered = structural ? undefined : answersOf(talk, message);
  if (answered !== undefined) return answered;
  const outcome = edit && applyEdit(talk, edit);
  if (outcome) return concluded(talk, outcome, message);
  return smallTalk(talk, message);
}

function choiceOf(
  message: string,
  { steps, choose }: PendingEdit,
  talk: Talk,
): readonly string[] | undefined {
  if (choose === 'all') return saysYes(message) === true ? steps : undefined;
  const options = talk.steps.filter(({ step }) => steps.includes(step.id));
  const numbered = /^\s*(?:the\s+|number\s+|step\s+)?(\d{1,2})[.)]?\s*$/i.exec(message)?.[1];
  if (numbered !== undefined) {
    const byNumber = options.find(({ number }) => number === Number(numbered));
    if (byNumber) return [byNumber.step.id];
  }
  const place = ordinalIn(message, options.length);
  const byPlace = place === undefined ? undefined : options[place - 1];
  if (byPlace) return [byPlace.step.id];
  const [found, ...more] = findSteps(message, options);
  return found && more.length === 0 && message.split(/\s+/).length < 8 ? [found.step.id] : undefined;
}

/** Values for what was asked, and a yes to what was not about a value. */
function answersOf(talk: Talk, message: string): Conversed | undefined {
  const { plan } = talk;
  if (plan.questions.length === 0) return undefined;
  const open = openInputs(plan.questions, talk.steps);
  const general = plan.questions.filter((question) => isYesOrNo(question));
  const yes = saysYes(message);
  const answers = readAnswers(message, open);
  const agreed = general.length > 0 && yes === true && plan.planner === 'rules';
  if (general.length > 0 && answers.length === 0 && yes === false && message.split(/\s+/).length < 5) {
    return unchanged(talk, 'Then say what should be different: name a step, a value, or ask in other words.');
  }
  if (answers.length === 0 && !agreed) return undefined;
  const steps = answers.reduce(
    (kept: readonly StepInput[], answer) => ('value' in answer ? withAnswer(kept, answer) : kept),
    asWritten(plan.steps),
  );
  const left = agreed ? plan.questions.filter((question) => !general.includes(question)) : plan.questions;
  const faults = answers.flatMap((answer) =>
    'fault' in answer ? [`${answer.open.input.name} ${answer.fault}.`] : [],
  );
  const outcome = concluded(talk, { steps }, message, left);
  if (faults.length === 0) return outcome;
  return 'draft' in outcome
    ? {
        ...outcome,
        draft: { ...outcome.draft, explanation: `${faults.join(' ')}\n${outcome.draft.explanation}` },
      }
    : outcome;
}

/** The same placeholder is the same value, wherever it stands. */
function withAnswer(steps: readonly StepInput[], { open, value }: Extract<Answer, { value: unknown }>) {
  return replaceStep(steps, open.seen.step.id, (step) =>
    step.type === 'api_call'
      ? [{ ...step, parameters: { ...step.parameters, [open.input.name]: value } }]
      : [step],
  );
}

/** Checks changed steps and makes a plan of them; what the checker refuses is said, and the plan stays. */
function concluded(
  talk: Talk,
  outcome: EditOutcome,
  message: string,
  left: readonly PlanQuestion[] = talk.plan.questions,
): Conversed {
  const { plan, apis } = talk;
  if ('ask' in outcome) {
    const { ask, pending } = outcome;
    return unchanged(talk, ask, pending === undefined ? undefined : { message, ...pending });
  }
  const checked = checkSteps({ steps: outcome.steps, apis });
  if ('errors' in checked) {
    const [error] = checked.errors;
    return unchanged(
      talk,
      `That cannot be done: ${error?.message ?? 'the steps do not fit.'} The plan stays as it was.`,
    );
  }
  const steps = withUntouched(plan.steps, checked.steps);
  const questions = [...left, ...(outcome.questions ?? [])].filter((question) => isOpen(question, steps));
  const changes = changesBetween(plan.steps, steps);
  const settled = questions.length < plan.questions.length;
  if (changes.length === 0 && !settled) return unchanged(talk, 'That is how the plan is already.');
  const said = changes.map(({ sentence }) => sentence);
  const explanation = [...said, explainPlan({ steps, apis, questions, unserved: [] })].join('\n');
  const { name, planner } = plan;
  const confidence = Math.min(plan.confidence, outcome.confidence ?? 1);
  const description = `${plan.description}; ${message}`.slice(0, MAX_DESCRIPTION);
  return { draft: { name, description, steps, explanation, confidence, questions, planner }, changes };
}

/**
 * A step that nobody touched is the one that was approved or looked at before, in all that the checker said of it: what it
 * says may depend on which operations were read for the message.
 */
function withUntouched(before: readonly Step[], after: readonly Step[]): readonly Step[] {
  const known = new Map(before.map((step) => [step.id, step]));
  return after.map((step) => {
    const was = known.get(step.id);
    if (was?.type !== 'api_call' || step.type !== 'api_call') return step;
    const current =
      was.binding.specHash === step.binding.specHash && was.binding.baseUrl === step.binding.baseUrl;
    return current && JSON.stringify(asWritten([was])) === JSON.stringify(asWritten([step])) ? was : step;
  });
}

/** Whether a question is answered by a yes: of no step, or of whether a step is to be done at all. */
function isYesOrNo({
  question,
  stepId,
}: Pick<PlanQuestion, 'question'> & { stepId?: string | undefined }): boolean {
  return stepId === undefined || question.endsWith(' be done?');
}

/** A question is open while its step is there and the value that it asks for is not. */
function isOpen({ question, stepId, parameter }: PlanQuestion, steps: PlanDraft['steps']): boolean {
  if (stepId === undefined) return true;
  const step = everyStep(steps).find(({ id }) => id === stepId);
  if (step?.type !== 'api_call') return false;
  if (isYesOrNo({ question, stepId })) return true;
  if (parameter === undefined) {
    const { binding, parameters } = step;
    return Object.keys(parameters).every((name) => binding.parameters.some((placed) => placed.name === name));
  }
  const value = step.parameters[parameter];
  return value === undefined || (typeof value === 'string' && isPlaceholder(value));
}

function unchanged({ plan }: Talk, explanation: string, pending?: PendingEdit): Conversed {
  const asks = /\?\s*$/.test(explanation) || pending !== undefined;
  return {
    explanation,
    questions: asks ? [...plan.questions, { question: explanation }] : plan.questions,
    ...(pending === undefined ? {} : { pending }),
  };
}

/** A bare yes or no where nothing was asked. */
function smallTalk(talk: Talk, message: string): Conversed | undefined {
  const yes = saysYes(message);
  if (yes === undefined || message.trim().split(/\s+/).length > 3) return undefined;
  const open = talk.plan.questions.map(({ question }) => question).join(' ');
  if (open !== '') return unchanged(talk, open);
  return unchanged(
    talk,
    yes
      ? 'The plan is complete and nothing is open: approve it by its hash, or execute it.'
      : 'What should be different? Name a step or a value.',
  );
}
