import { createHash } from 'node:crypto';
import type { Json } from '../../shared/domain/json.ts';
import type {
  Clock,
  Log,
  ModelAnswers,
  ModelClient,
  ModelRequest,
  ModelUsageStore,
} from '../../shared/ports.ts';

/** A model as one request of a workspace uses it. */
export interface WorkspaceModel {
  readonly client: ModelClient;
  /**
   * Once, after the request: what was used is counted, and where the model's plan was good its answers are remembered. Never
   * throws: a plan is worth more than its account.
   */
  settle(of: { readonly good: boolean }): Promise<void>;
}

/**
 * A model that answers again what it answered this workspace before. The key is a hash of all that it is asked: the
 * operations that were found, the request, the conversation, the model, and how we word it.
 */
export function modelForWorkspace({
  model,
  tenantId,
  answers,
  usage,
  clock,
  log,
}: {
  model: ModelClient;
  tenantId: string;
  answers: ModelAnswers;
  usage: ModelUsageStore;
  clock: Clock;
  log: Log;
}): WorkspaceModel {
  const fresh = new Map<string, Json>();
  let calls = 0;
  let remembered = 0;
  const tokens = { input: 0, output: 0 };
  return {
    client: {
      model: model.model,
      async complete(request) {
        const key = keyOf(model.model, request);
        const known = await answers.get(tenantId, key).catch(forgotten(log));
        if (known !== undefined) {
          remembered += 1;
          return { json: known };
        }
        calls += 1;
        const answer = await model.complete(request);
        tokens.input += answer.tokens?.input ?? 0;
        tokens.output += answer.tokens?.output ?? 0;
        fresh.set(key, answer.json);
        return answer;
      },
    },
    async settle({ good }) {
      if (calls + remembered === 0) return;
      const day = new Date(clock.now()).toISOString().slice(0, 10);
      const counted = { tenantId, day, model: model.model, usage: { calls, remembered, tokens } };
      const kept = good ? [...fresh].map(([key, json]) => answers.put(tenantId, key, json)) : [];
      await Promise.all([usage.add(counted), ...kept]).catch((error: unknown) => {
        log.warn('the use of the language model could not be written', { error });
      });
    },
  };
}

function keyOf(model: string, { timeoutMs: _time, ...asked }: ModelRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([model, asked]))
    .digest('hex');
}

function forgotten(log: Log) {
  return (error: unknown): undefined => {
    log.warn('earlier answers of the language model cannot be read', { error });
  };
}
