import type { ErrorDetail } from '../domain/errors.ts';
import { AppError } from '../domain/errors.ts';
import type { Json } from '../domain/json.ts';
import type { PlanDraft } from '../domain/plan.ts';
import { stepIdOf } from '../domain/step-id.ts';
import type { Clock, ModelClient, ModelRequest } from '../ports.ts';
import { checkSteps, type CheckResult } from './check.ts';
import { confidenceOfModel } from './confidence.ts';
import { explainNothing, explainPlan } from './explain.ts';
import { nameOfOperation, type ApiCallInput } from './materialise.ts';
import { describeOperations, SYSTEM_PROMPT } from './model-prompt.ts';
import { answerSchema, ModelAnswer, type ModelArgument } from './model-schema.ts';
import type { OperationView, PlannerApi } from './operation-view.ts';
import { planName } from './plan-name.ts';
import { coverageOf } from './profile.ts';
import { retrieveForModel } from './retrieve-for-model.ts';
import type { OperationIndex } from './retrieve.ts';
import { termsOf, visibleText } from './text.ts';

/** Time kept for the rules, should the model not answer, in milliseconds. */
const RESERVE_MS = 1000;
const MAX_CALL_MS = 15_000;
const MIN_CALL_MS = 200;
const MAX_ANSWER_DEPTH = 20;

interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

/** A checked plan by the model, or why the rules must answer. */
export type ModelOutcome = { readonly plan: PlanDraft } | { readonly fallbackReason: string };

/**
 * Asks the model for a plan over the retrieved operations, checks it, and lets it repair its answer once with the
 * checker's sentences. The model chooses operations and arguments; names, effects, bindings and the explanation are ours.
 */
export async function planWithModel({
  index,
  apis,
  message,
  previous,
  model,
  deadline,
  clock,
}: {
  readonly index: OperationIndex;
  readonly apis: readonly PlannerApi[];
  readonly message: string;
  readonly previous: readonly Turn[];
  readonly model: ModelClient;
  /** Epoch milliseconds. */
  readonly deadline: number;
  readonly clock: Clock;
}): Promise<ModelOutcome> {
  const operations = retrieveForModel(
    index,
    [message, ...previous.slice(-4).map((turn) => turn.content)].join(' '),
  );
  if (operations.size === 0)
    return { fallbackReason: 'No operation of the connected APIs is near to this request.' };
  const messages: Turn[] = [
    { role: 'user', content: describeOperations(operations) },
    ...previous.slice(-10),
    { role: 'user', content: `The request:\n${message}` },
  ];
  const schema = answerSchema([...operations.keys()]);
  let fault = '';
  for (let round = 0; round < 2; round += 1) {
    const timeoutMs = Math.min(MAX_CALL_MS, deadline - clock.now() - RESERVE_MS);
    if (timeoutMs < MIN_CALL_MS) return { fallbackReason: 'There was no time left for the language model.' };
    const answer = await ask(model, {
      system: SYSTEM_PROMPT,
      messages,
      schema,
      schemaName: 'propose_plan',
      timeoutMs,
    });
    if ('failure' in answer) return { fallbackReason: answer.failure };
    const read = readAnswer(answer.json, operations, apis);
    if ('checked' in read) return { plan: present({ ...read, index, apis, message, repaired: round > 0 }) };
    fault = read.faults
      .slice(0, 8)
      .map((error) => `- ${error.path}: ${error.message}`)
      .join('\n');
    messages.push(
      { role: 'assistant', content: JSON.stringify(answer.json).slice(0, 8000) },
      {
        role: 'user',
        content: `This plan cannot be used. Correct exactly these faults and answer again:\n${fault}`,
      },
    );
  }
  return { fallbackReason: 'The language model proposed a plan that does not fit the APIs, twice.' };
}

async function ask(
  model: ModelClient,
  request: ModelRequest,
): Promise<{ readonly json: Json } | { readonly failure: string }> {
  try {
    const { json } = await model.complete(request);
    // No plan nests deeply, and readers that recurse must not be led into the depth.
    return { json: isShallow(json, MAX_ANSWER_DEPTH) ? json : 'An answer that is nested far too deeply.' };
  } catch (error) {
    return { failure: error instanceof AppError ? error.message : 'The language model did not answer.' };
  }
}

function isShallow(value: Json, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((inner: Json) => isShallow(inner, depth - 1));
}

type Read =
  | {
      readonly checked: Extract<CheckResult, { steps: unknown }>;
      readonly questions: readonly string[];
      readonly views: readonly OperationView[];
    }
  | { readonly faults: readonly ErrorDetail[] };

function readAnswer(
  json: Json,
  operations: ReadonlyMap<string, OperationView>,
  apis: readonly PlannerApi[],
): Read {
  const parsed = ModelAnswer.safeParse(json);
  if (!parsed.success) {
    return {
      faults: parsed.error.issues
        .slice(0, 8)
        .map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
    };
  }
  const faults: ErrorDetail[] = [];
  const steps: ApiCallInput[] = [];
  const views: OperationView[] = [];
  parsed.data.steps.forEach((step, at) => {
    const view = operations.get(step.operation);
    if (!view) {
      faults.push({
        path: `steps[${at}].operation`,
        message: `There is no operation "${step.operation.slice(0, 80)}" in the list.`,
      });
      return;
    }
    views.push(view);
    steps.push({
      id: stepIdOf(step.id),
      name: nameOfOperation(view.operation),
      type: 'api_call',
      apiConnectionId: view.api.connection.id,
      method: view.operation.method,
      endpoint: view.operation.path,
      parameters: Object.fromEntries(
        step.arguments.map((argument) => [argument.name, valueOf(argument, view)]),
      ),
    });
  });
  if (faults.length > 0) return { faults };
  const questions = parsed.data.questions
    .map((question) => visibleText(question))
    .filter((question) => question !== '');
  const checked = checkSteps({ steps, apis });
  return 'errors' in checked ? { faults: checked.errors } : { checked, questions, views };
}

function valueOf(argument: ModelArgument, view: OperationView): Json {
  if ('template' in argument) return argument.template;
  if ('from' in argument) {
    const path = argument.from.path
      .trim()
      .replace(/^\$?\.?/, '')
      .replace(/^\d+(?=[.[]|$)/, '[$&]');
    return `{{steps.${argument.from.step}${path === '' || path.startsWith('[') ? path : `.${path}`}}}`;
  }
  const types = view.inputs.find((input) => input.name === argument.name)?.types ?? [];
  const structured =
    types.length > 0 && !types.includes('string') && (types.includes('object') || types.includes('array'));
  return typeof argument.value === 'string' && structured ? parsedOr(argument.value) : argument.value;
}

function parsedOr(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : text;
  } catch {
    return text;
  }
}

function isJson(value: unknown): value is Json {
  return value !== undefined; // JSON.parse answers JSON values only.
}

function present({
  checked,
  questions,
  views,
  index,
  apis,
  message,
  repaired,
}: Extract<Read, { checked: unknown }> & {
  readonly index: OperationIndex;
  readonly apis: readonly PlannerApi[];
  readonly message: string;
  readonly repaired: boolean;
}): PlanDraft {
  const { steps } = checked;
  const open = questions.map((question) => ({ question }));
  const base = { name: planName(message), description: message, planner: 'model' } as const;
  if (steps.length === 0) {
    return { ...base, steps, explanation: explainNothing({ message, apis }), confidence: 0, questions: open };
  }
  const coverage = Math.max(0, ...views.map((view) => coverageOf(index, view, termsOf(message))));
  return {
    ...base,
    steps,
    explanation: explainPlan({ steps, apis, questions: open, unserved: [] }),
    confidence: confidenceOfModel({ coverage, steps: steps.length, questions: open.length, repaired }),
    questions: open,
  };
}
