import { isNamed } from '../domain/connection.ts';
import type { PlanDraft } from '../domain/plan.ts';
import type { Clock, ModelClient } from '../ports.ts';
import { createIndexCache, type IndexCache } from './index-cache.ts';
import { planWithModel } from './model-planner.ts';
import type { PlannerApi } from './operation-view.ts';
import { planWithRules } from './plan-with-rules.ts';
import type { OperationIndex } from './retrieve.ts';
import { MAX_MESSAGE_LENGTH, visibleText } from './text.ts';

/** One turn of the conversation so far. */
export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

const sharedCache = createIndexCache();

/** The index over these APIs; kept between requests. */
export function indexOf(apis: readonly PlannerApi[]): OperationIndex {
  return sharedCache.get(apis);
}

/**
 * Plans a request over connected APIs: by the model where there is one, else by rules; whoever proposes, the checker
 * decides. Never throws for what a model does: the rules answer then, and `fallbackReason` says why. `deadlineMs` is the
 * time that planning may take, in milliseconds. `cache` keeps indexes between requests.
 */
export async function planRequest({
  message,
  context,
  apis,
  model,
  deadlineMs,
  clock,
  cache = sharedCache,
}: {
  readonly message: string;
  readonly context?: {
    readonly availableApis?: readonly string[] | undefined;
    readonly previousMessages?: readonly Turn[] | undefined;
    /** The message is known to be a request of its own, whatever was asked before. */
    readonly isRequest?: boolean;
  };
  readonly apis: readonly PlannerApi[];
  readonly model?: ModelClient;
  readonly deadlineMs: number;
  readonly clock: Clock;
  readonly cache?: IndexCache;
}): Promise<PlanDraft> {
  const deadline = clock.now() + deadlineMs;
  const usable = apis.filter((api) => isNamed(api.connection, context?.availableApis));
  const index = cache.get(usable);
  const previous = (context?.previousMessages ?? []).map((turn) => ({
    ...turn,
    content: clean(turn.content),
  }));
  const text = clean(message);
  const byRules = (): PlanDraft =>
    planWithRules({
      index,
      apis: usable,
      message: context?.isRequest === true ? text : withAnswer(text, previous),
    });
  if (!model || index.operations.length === 0 || text === '') return byRules();
  const planned = await planWithModel({
    index,
    apis: usable,
    message: text,
    previous,
    model,
    deadline,
    clock,
  });
  return 'plan' in planned ? planned.plan : { ...byRules(), fallbackReason: planned.fallbackReason };
}

function clean(text: string): string {
  return visibleText(text.slice(0, MAX_MESSAGE_LENGTH));
}

/** A reply to a question of ours belongs to the request that it answers. */
function withAnswer(message: string, previous: readonly Turn[]): string {
  const last = previous.at(-1);
  if (last?.role !== 'assistant' || !/\?\s*$/.test(last.content)) return message;
  const asked = previous.findLast((turn) => turn.role === 'user');
  return asked ? `${asked.content.replace(/[.\s]*$/, '.')} ${message}`.slice(0, MAX_MESSAGE_LENGTH) : message;
}
