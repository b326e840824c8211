import type { PlanQuestion } from '../domain/plan.ts';
import { listReferences } from '../domain/templates.ts';
import { everyStep, leavesOf, type ApiCallStep, type Step } from '../domain/workflow.ts';
import type { PlannerApi } from './operation-view.ts';
import { visibleText } from './text.ts';

/** What a plan does in order, what it reads and changes, and what is still open, in plain sentences. */
export function explainPlan({
  steps,
  apis,
  questions,
  unserved,
}: {
  readonly steps: readonly Step[];
  readonly apis: readonly PlannerApi[];
  readonly questions: readonly PlanQuestion[];
  /** Parts of the request that nothing serves. */
  readonly unserved: readonly string[];
}): string {
  const calls = leavesOf(steps).filter((step) => step.type === 'api_call');
  const names = new Map(calls.map((step) => [step.id, step.name]));
  const loops = everyStep(steps).filter((step) => step.type === 'loop');
  const lines = calls.map((step, at) => {
    const loop = loops.find((holder) => holder.steps.includes(step));
    const over = listReferences(loop?.items ?? '').flatMap(({ stepId }) => names.get(stepId ?? '') ?? []);
    const each = loop ? ` Once for each item of "${over.join('')}".` : '';
    return `${at + 1}. ${sentenceOf(step, apis, names)}${each}`;
  });
  const changing = calls.filter((step) => step.effect !== 'read').map((step) => step.name);
  const lasting = calls.filter((step) => step.effect === 'irreversible').map((step) => step.name);
  lines.push(
    changing.length === 0
      ? 'It only reads; nothing is changed.'
      : `It changes data in: ${changing.join(', ')}.`,
  );
  if (lasting.length > 0) lines.push(`This cannot be taken back: ${lasting.join(', ')}.`);
  for (const part of unserved)
    lines.push(`No connected API was found for "${part}"; it is not part of the plan.`);
  if (questions.length > 0)
    lines.push(`Before it can run: ${questions.map((item) => item.question).join(' ')}`);
  return lines.join('\n');
}

/** What is said where nothing could be planned. */
export function explainNothing({
  message,
  apis,
}: {
  readonly message: string;
  readonly apis: readonly PlannerApi[];
}): string {
  // Of a large workspace a request sees the operations that are near it: there may be none.
  if (
    apis.every(({ catalogue, connection }) => catalogue.operations.length + connection.endpointCount === 0)
  ) {
    return 'No API with a document is connected yet, so there is nothing to plan with. Connect one first.';
  }
  const names = apis
    .map((api) => visibleText(api.connection.name))
    .slice(0, 10)
    .join(', ');
  if (message === '') return 'The request is empty. Say what should happen.';
  return `None of the connected APIs (${names}) seems able to do this, so no steps were planned.`;
}

const MARKS = { read: 'reads', write: 'changes data', irreversible: 'changes data for good' } as const;

function sentenceOf(
  step: ApiCallStep,
  apis: readonly PlannerApi[],
  names: ReadonlyMap<string, string>,
): string {
  const api = apis.find((candidate) => candidate.connection.id === step.apiConnectionId);
  const operation = api?.catalogue.operations.find(
    (candidate) => candidate.method === step.method && candidate.path === step.endpoint,
  );
  const does = visibleText(operation?.summary ?? '')
    .slice(0, 120)
    .replace(/[.\s]+$/, '');
  const used = [
    ...new Set(
      listReferences(step.parameters).flatMap((reference) => names.get(reference.stepId ?? '') ?? []),
    ),
  ];
  const about = does === '' || does.toLowerCase() === step.name.toLowerCase() ? '' : ` (${does})`;
  const from =
    used.length === 0 ? '' : `, with the answer of ${used.map((name) => `"${name}"`).join(' and ')}`;
  return `${step.name}${about} on ${visibleText(api?.connection.name ?? step.apiConnectionId)}: ${MARKS[step.effect]}${from}.`;
}
