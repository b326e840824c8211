import type { Clock, ModelAnswers } from '../ports.ts';
import { fromJsonText } from './json-text.ts';
import type { TableClient } from './table-operations.ts';
import { modelAnswerKey, TTL_ATTRIBUTE } from './table.ts';

const KEPT_MS = 24 * 3_600_000;
/** A plan is a few kilobytes. */
const MAX_LENGTH = 32_768;

/** Answers of language models in the table, for a day; expiry is checked on reading because the table deletes late. */
export function createModelAnswers({ table, clock }: { table: TableClient; clock: Clock }): ModelAnswers {
  return {
    async get(tenantId, hash) {
      const item = await table.get(modelAnswerKey({ tenantId, hash }));
      const { answer, [TTL_ATTRIBUTE]: expiry } = item ?? {};
      return typeof answer === 'string' && Number(expiry) * 1000 > clock.now()
        ? fromJsonText(answer)
        : undefined;
    },
    async put(tenantId, hash, answer) {
      const text = JSON.stringify(answer);
      if (text.length > MAX_LENGTH) return;
      await table.put({
        ...modelAnswerKey({ tenantId, hash }),
        answer: text,
        [TTL_ATTRIBUTE]: Math.floor((clock.now() + KEPT_MS) / 1000),
      });
    },
  };
}
