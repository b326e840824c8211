import type { PlanDraft, PlanQuestion } from '../domain/plan.ts';
import { stepIdOf } from '../domain/step-id.ts';
import { checkSteps } from './check.ts';
import { confidenceOf } from './confidence.ts';
import { unboundInputs } from './draft.ts';
import { explainNothing, explainPlan } from './explain.ts';
import { intentOfClause, intentOfOperation } from './intents.ts';
import { materialise, type ApiCallInput, type NamedStep } from './materialise.ts';
import type { Input, PlannerApi } from './operation-view.ts';
import { planLoops } from './plan-loops.ts';
import { planName } from './plan-name.ts';
import { FITTED_WEIGHTS, type PlannerWeights } from './planner-weights.ts';
import { MIN_RELEVANCE, relevanceOf } from './relevance.ts';
import type { OperationIndex } from './retrieve.ts';
import { planByRules } from './rule-planner.ts';

/** A proposed value that the checker refuses is taken back at most this often; then the plan is given up. */
const MAX_REPAIRS = 3;

/** A plan that changes something and is less sure than this is asked about before it can run. */
const MIN_RUNNABLE = 0.35;

/** A plan by rules, checked and explained. An input without a value becomes a question and `{{input.…}}`. */
export function planWithRules({
  index,
  apis,
  message,
  weights = FITTED_WEIGHTS,
}: {
  readonly index: OperationIndex;
  readonly apis: readonly PlannerApi[];
  readonly message: string;
  readonly weights?: PlannerWeights;
}): PlanDraft {
  const draft = planByRules(index, message, weights);
  const base = { name: planName(message), description: message, planner: 'rules' } as const;
  const nothing: PlanDraft = {
    ...base,
    steps: [],
    explanation: explainNothing({ message, apis }),
    confidence: 0,
    questions: [],
  };
  if (draft.steps.length === 0 || relevanceOf(draft.features, weights.relevance) < MIN_RELEVANCE)
    return nothing;
  const named = materialise(draft.steps);
  const questions: PlanQuestion[] = named.flatMap((step) =>
    unboundInputs(step.draft).map((input) => questionFor(step, input)),
  );
  questions.push(...named.flatMap(questionForEmptyChange));
  let steps = named.map((step) => withPlaceholders(step, unboundInputs(step.draft)));
  for (let repair = 0; repair <= MAX_REPAIRS; repair += 1) {
    const flat = checkSteps({ steps, apis });
    if ('steps' in flat) {
      const looped = checkSteps({ steps: planLoops(named, steps), apis });
      const checked = 'steps' in looped ? looped : flat;
      for (const text of draft.unserved.filter(changes)) {
        questions.push({
          question: `No connected API was found for "${text}". Should the rest be planned without it?`,
        });
      }
      const confidence = confidenceOf({
        features: draft.features,
        weights: weights.confidence,
        questions: questions.length,
      });
      if (
        confidence < MIN_RUNNABLE &&
        questions.length === 0 &&
        checked.steps.some((step) => step.effect !== 'read')
      ) {
        questions.push({
          question:
            'This is only a guess: is it what you mean? Otherwise name the things to change more exactly.',
        });
      }
      const { unserved } = draft;
      const explanation = explainPlan({ steps: checked.steps, apis, questions, unserved });
      return {
        ...base,
        steps: checked.steps,
        explanation,
        confidence,
        questions,
      };
    }
    const refused = flat.errors.flatMap((error) => placeOf(error.path));
    if (refused.length === 0) return nothing;
    steps = steps.map((step, at) =>
      withoutParameters(
        step,
        named[at],
        refused.filter((place) => place.step === at),
        questions,
      ),
    );
  }
  return nothing;
}

function changes(text: string): boolean {
  const intent = intentOfClause(text);
  return intent !== undefined && intent !== 'read';
}

function questionFor({ draft, input: step }: NamedStep, input: Input): PlanQuestion {
  const about =
    input.description === '' ? '' : ` (${input.description.slice(0, 120).replace(/[.\s]+$/, '')})`;
  const choices = input.values ? ` One of: ${input.values.slice(0, 8).map(String).join(', ')}.` : '';
  return {
    question: `Which ${input.terms.length > 0 ? input.name : 'value'} should "${step.name}" use${about}?${choices}`,
    stepId: step.id || stepIdOf(draft.view.operation.path),
    parameter: input.name,
  };
}

/** A change that says nothing of what becomes different would be an empty call. */
function questionForEmptyChange({ draft, input: step }: NamedStep): PlanQuestion[] {
  const members = draft.view.inputs.filter((input) => input.place === 'body');
  if (intentOfOperation(draft.view) !== 'update' || members.length === 0) return [];
  if (members.some((input) => input.required || draft.bound.has(input.name))) return [];
  const names = members
    .slice(0, 8)
    .map((input) => input.name)
    .join(', ');
  return [{ question: `What should "${step.name}" change? It takes ${names}.`, stepId: step.id }];
}

function withPlaceholders(step: NamedStep, open: readonly Input[]): ApiCallInput {
  const placeholders = open.map((input) => [input.name, placeholder(input.name)] as const);
  return { ...step.input, parameters: { ...step.input.parameters, ...Object.fromEntries(placeholders) } };
}

function placeholder(name: string): string {
  return `{{input.${stepIdOf(name)}}}`;
}

/** The step and the parameter that an error of the checker is about. */
function placeOf(path: string): { step: number; parameter: string }[] {
  const match = /^steps\[(\d+)\]\.parameters\.(.+)$/.exec(path);
  return match?.[2] === undefined ? [] : [{ step: Number(match[1]), parameter: match[2] }];
}

/** Takes refused values back: optional ones go, required ones are asked for. */
function withoutParameters(
  step: ApiCallInput,
  named: NamedStep | undefined,
  refused: readonly { readonly parameter: string }[],
  questions: PlanQuestion[],
): ApiCallInput {
  if (refused.length === 0 || !named) return step;
  const names = new Set(refused.map((place) => place.parameter));
  const kept = Object.entries(step.parameters ?? {}).filter(([name]) => !names.has(name));
  const parameters = new Map(kept);
  for (const name of names) {
    const input = named.draft.view.inputs.find((candidate) => candidate.name === name);
    named.draft.bound.delete(name);
    if (!input?.required) continue;
    parameters.set(name, placeholder(name));
    questions.push(questionFor(named, input));
  }
  return { ...step, parameters: Object.fromEntries(parameters) };
}
