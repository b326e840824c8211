import type { JsonObject } from '../domain/json.ts';
import { MAX_ATTEMPTS } from '../domain/workflow.ts';
import type { ArazzoNote, ArazzoStep } from './document.ts';
import { textIn } from './text-in.ts';

/** What a step says of its success and failure, as far as APIQ has it: retries. The rest is noted. */
export function readActions({
  step,
  next,
  path,
}: {
  readonly step: ArazzoStep;
  /** Id of the step behind it. */
  readonly next: string | undefined;
  readonly path: string;
}): { readonly retry?: JsonObject; readonly notes: readonly ArazzoNote[] } {
  const notes: ArazzoNote[] = [];
  const odd = (step.successCriteria ?? []).filter(({ condition }) => !isSuccess(condition));
  if (odd.length > 0) {
    const message = 'Criteria of success are not kept: an answer from 200 to 299 is a success.';
    notes.push({ path: `${path}.successCriteria`, message });
  }
  for (const name of ['onSuccess', 'onFailure'] as const) {
    for (const [at, action] of (step[name] ?? []).entries()) {
      const goesOn = name === 'onSuccess' && action['type'] === 'goto' && action['stepId'] === next;
      if (action['type'] === 'retry' || (goesOn && action['criteria'] === undefined)) continue;
      const what = textIn(action['type']).slice(0, 20);
      const message = `The action "${what}" is not kept: make a condition of it, or an error handler.`;
      notes.push({ path: `${path}.${name}[${at}]`, message });
    }
  }
  const again = (step.onFailure ?? []).find(({ type }) => type === 'retry');
  return { notes, ...(again === undefined ? {} : { retry: retryOf(again) }) };
}

function isSuccess(condition: unknown): boolean {
  return typeof condition === 'string' && /^\s*\$statusCode\s*==\s*2\d\d\s*$/.test(condition);
}

function retryOf({ retryAfter, retryLimit }: JsonObject): JsonObject {
  const limit = typeof retryLimit === 'number' ? Math.max(0, Math.floor(retryLimit)) : 1;
  return {
    attempts: Math.min(MAX_ATTEMPTS, limit + 1),
    ...(typeof retryAfter === 'number' && retryAfter >= 0 ? { backoffSeconds: retryAfter } : {}),
  };
}
