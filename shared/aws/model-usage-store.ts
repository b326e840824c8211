import * as z from 'zod';
import type { ModelUsageStore } from '../ports.ts';
import type { TableClient } from './table-operations.ts';
import { modelUsageKey, modelUsagePartition, modelUsagePrefix, TTL_ATTRIBUTE } from './table.ts';

/** As long as usage is kept: a year and the month in which it is looked back on. */
const KEPT_MS = 400 * 24 * 3_600_000;

const StoredModelUsage = z.lazy(() =>
  z.looseObject({
    day: z.string(),
    model: z.string(),
    calls: z.number(),
    remembered: z.number(),
    inputTokens: z.number(),
    outputTokens: z.number(),
  }),
);

/** Usage of language models by day and model: one update a chat. */
export function createModelUsageStore({ table }: { table: TableClient }): ModelUsageStore {
  return {
    async add({ tenantId, day, model, usage: { calls, remembered, tokens } }) {
      await table.update({
        key: modelUsageKey({ tenantId, day, model }),
        update:
          `SET #day = :day, model = :model, ${TTL_ATTRIBUTE} = :expiry ` +
          'ADD calls :calls, remembered :remembered, inputTokens :input, outputTokens :output',
        names: { '#day': 'day' },
        values: {
          ':day': day,
          ':model': model,
          ':expiry': Math.floor((Date.parse(day) + KEPT_MS) / 1000),
          ':calls': calls,
          ':remembered': remembered,
          ':input': tokens.input,
          ':output': tokens.output,
        },
      });
    },
    async list({ tenantId, days }) {
      const partition = modelUsagePartition(tenantId);
      const found = await Promise.all(
        days.map((day) => table.query({ partition, prefix: modelUsagePrefix(day) })),
      );
      return found.flat().map((item) => {
        const { day, model, calls, remembered, inputTokens, outputTokens } = StoredModelUsage.parse(item);
        return {
          day,
          model,
          usage: { calls, remembered, tokens: { input: inputTokens, output: outputTokens } },
        };
      });
    },
  };
}
