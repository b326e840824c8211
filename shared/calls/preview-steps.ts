import type { Connection } from '../domain/connection.ts';
import { AppError } from '../domain/errors.ts';
import { blocksOf, type Effect, type Step } from '../domain/workflow.ts';
import { previewCall } from './preview-call.ts';
import type { ShownRequest } from './show-request.ts';

/** What a step will do, for a person who decides about it. */
export interface StepPreview {
  readonly stepId: string;
  readonly name: string;
  readonly type: Step['type'];
  readonly effect: Effect;
  /** Where it stands inside another step: `each.steps`, `check.branches[0].steps`. */
  readonly inside?: string;
  /** In words. */
  readonly does: string;
  /** Of a call: its request, with templates as they are written. */
  readonly request?: ShownRequest;
  /** Why no request can be shown. */
  readonly problem?: string;
}

/** Every step of a plan in the order they are written, those inside others behind what holds them. */
export function previewSteps(
  steps: readonly Step[],
  connections: ReadonlyMap<string, Connection>,
): readonly StepPreview[] {
  const walk = (inner: readonly Step[], inside?: string): readonly StepPreview[] =>
    inner.flatMap((step) => [
      previewOf(step, connections, inside),
      ...blocksOf(step).flatMap((block) => walk(block.steps, `${step.id}.${block.path}`)),
    ]);
  return walk(steps);
}

function previewOf(
  step: Step,
  connections: ReadonlyMap<string, Connection>,
  inside: string | undefined,
): StepPreview {
  const { id, name, type, effect } = step;
  const own = { stepId: id, name, type, effect, ...(inside === undefined ? {} : { inside }) };
  if (step.type !== 'api_call') return { ...own, does: wordsFor(step) };
  const connection = connections.get(step.apiConnectionId);
  const does = `${step.method} ${step.endpoint} on ${connection?.name ?? 'a connection that is gone'}`;
  if (connection === undefined) return { ...own, does, problem: 'The connection is not there any more.' };
  try {
    return { ...own, does, request: previewCall({ step, connection }) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...own, does, problem: error.message };
  }
}

function wordsFor(step: Exclude<Step, { type: 'api_call' }>): string {
  switch (step.type) {
    case 'connector': {
      const { method, url } = step.input;
      const isPlain = typeof method === 'string' && typeof url === 'string';
      return isPlain ? `${method} ${url}` : `${step.action} at ${step.origin}`;
    }
    case 'transform':
      return `Works out: ${step.expression}`;
    case 'condition': {
      const branches = step.branches.map(({ when, steps }) => `if ${when}: ${namesOf(steps)}`);
      const otherwise =
        step.otherwise === undefined ? 'otherwise nothing' : `otherwise ${namesOf(step.otherwise)}`;
      return `The first that is true: ${[...branches, otherwise].join('; ')}`;
    }
    case 'loop': {
      const most = step.maxItems === undefined ? '' : `, at most ${step.maxItems}`;
      const together = step.concurrency === undefined ? '' : `, ${step.concurrency} at a time`;
      return `Once for each of ${step.items}${most}${together}: ${namesOf(step.steps)}`;
    }
    case 'parallel':
      return `At the same time: ${step.branches.map(({ steps }) => namesOf(steps)).join('; ')}`;
    case 'wait':
      return step.until === undefined ? `Waits ${step.seconds ?? 0} seconds` : `Waits until ${step.until}`;
    case 'approval':
      return `Asks people and waits for their answer: ${step.message}`;
  }
}

function namesOf(steps: readonly Step[]): string {
  return steps.map(({ name }) => `"${name}"`).join(', then ');
}
