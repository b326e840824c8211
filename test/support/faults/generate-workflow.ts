import type { ApiCallStep, Step } from '../../../shared/domain/workflow.ts';
import { approval, call, condition, loop, parallel, transform, wait } from '../steps.ts';
import type { Random } from './random.ts';

/** What a workflow runs with: the branches of its conditions, the items of its loops, and those of one that is folded. */
export const INPUT = { choice: 0, list: ['x', 'y', 'z'], many: Array.from({ length: 130 }, (_, at) => at) };

const LEAVES = [
  'read',
  'put',
  'write',
  'retried',
  'transform',
  'wait',
  'approval',
  'refused',
  'handled',
] as const;
const HOLDERS = ['condition', 'loop', 'parallel'] as const;
export const KINDS = [...LEAVES, ...HOLDERS];
export type Kind = (typeof KINDS)[number];

/** A small workflow of any steps of the vocabulary, each with an id of its own. `first` is surely in it. */
export function generateWorkflow({
  random,
  baseUrl,
  first,
}: {
  random: Random;
  /** Of the upstream. */
  baseUrl: string;
  first: Kind;
}): readonly Step[] {
  let count = 0;
  const sent = (method: ApiCallStep['method'], more: Partial<ApiCallStep> = {}): ApiCallStep => {
    const id = `s${(count += 1)}`;
    const binding = { baseUrl, specHash: '', parameters: [] };
    return call(id, method, { binding, timeoutSeconds: 0.15, ...more });
  };
  const block = (depth: number): readonly Step[] =>
    Array.from({ length: random.chance(0.3) ? 2 : 1 }, () => step(kindAt(depth), depth));
  const kindAt = (depth: number): Kind =>
    depth < 2 && random.chance(0.35) ? random.pick(HOLDERS) : random.pick(LEAVES);
  const step = (kind: Kind, depth: number): Step => {
    switch (kind) {
      case 'read':
        return sent('GET');
      case 'put':
        return sent('PUT');
      case 'write':
        return sent('POST');
      case 'retried':
        return sent('POST', { retry: { attempts: 3, backoffSeconds: 2 } });
      case 'transform':
        return transform(`s${(count += 1)}`, { expression: 'input.choice + 1' });
      case 'wait':
        return wait(`s${(count += 1)}`, { seconds: random.pick([1, 90]) });
      case 'approval':
        return approval(`s${(count += 1)}`);
      case 'refused':
        return sent('GET', { endpoint: '/refuse', onError: 'continue' });
      case 'handled':
        return sent('POST', { endpoint: '/refuse', onError: { steps: [sent('PUT')] } });
      case 'condition':
        return condition(`s${(count += 1)}`, [block(depth + 1), block(depth + 1)]);
      case 'loop':
        return loop(`s${(count += 1)}`, block(depth + 1), { concurrency: 1 + random.below(3) });
      case 'parallel':
        return parallel(`s${(count += 1)}`, block(depth + 1), block(depth + 1));
    }
  };
  const last = Array.from({ length: 1 + random.below(2) }, () => step(kindAt(0), 0));
  return [step(first, 0), ...last];
}
