import * as z from 'zod';
import type { InvocationResult } from '../lambda/invocation.ts';

const Answer = z.looseObject({
  batchItemFailures: z.array(z.looseObject({ itemIdentifier: z.string().nullish() })).nullish(),
});

/**
 * The items that a consumer reports as failed (Lambda Developer Guide, "Reporting batch item failures"): none where the
 * answer is empty or not reported, all of the batch (`'all'`) where the function failed or its answer makes no sense.
 */
export function failedItems(
  result: InvocationResult,
  options: { readonly reported: boolean },
): 'all' | readonly string[] {
  if (result.functionError !== undefined) return 'all';
  if (!options.reported) return [];
  const value: unknown = JSON.parse(result.payload);
  if (value === null) return [];
  const answer = Answer.safeParse(value);
  if (!answer.success) return 'all';
  const items = (answer.data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  const named = items.filter((item): item is string => typeof item === 'string' && item !== '');
  return named.length === items.length ? named : 'all';
}
