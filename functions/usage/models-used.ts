import { costOfTokens } from '../../shared/domain/cost/model-prices.ts';
import type { ModelUsage, ModelUsageRow } from '../../shared/ports.ts';

/** What each model was used over some days, and what that costs; the dearest first. */
export function modelsUsed(rows: readonly ModelUsageRow[]) {
  const byModel = new Map<string, ModelUsage>();
  for (const { model, usage } of rows) byModel.set(model, sum(byModel.get(model), usage));
  return [...byModel]
    .map(([model, { calls, remembered, tokens }]) => ({
      model,
      calls,
      remembered,
      inputTokens: tokens.input,
      outputTokens: tokens.output,
      costUsd: costOfTokens(model, tokens),
    }))
    .toSorted((a, b) => (b.costUsd ?? 0) - (a.costUsd ?? 0) || b.calls - a.calls);
}

function sum(a: ModelUsage | undefined, b: ModelUsage): ModelUsage {
  if (a === undefined) return b;
  return {
    calls: a.calls + b.calls,
    remembered: a.remembered + b.remembered,
    tokens: { input: a.tokens.input + b.tokens.input, output: a.tokens.output + b.tokens.output },
  };
}
