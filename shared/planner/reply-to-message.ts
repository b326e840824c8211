import type { PendingEdit, PlanChange } from '../domain/chat.ts';
import type { Plan, PlanDraft, PlanQuestion } from '../domain/plan.ts';
import type { Clock, ModelClient } from '../ports.ts';
import type { PlannerApi } from './operation-view.ts';
import { planRequest, type Turn } from './plan-request.ts';

/** A plan that is new or other than before, or the plan as it was with what is to be said about it. */
export type ChatReply =
  | { readonly draft: PlanDraft; readonly changes: readonly PlanChange[] }
  | {
      readonly same: Plan;
      readonly explanation: string;
      readonly questions: readonly PlanQuestion[];
      readonly pending?: PendingEdit;
    };

/** Replies to a message: in a conversation it may be about the plan that is there; otherwise it is a request. */
export async function replyToMessage({
  message,
  previous,
  apis,
  model,
  deadlineMs,
  clock,
}: {
  readonly message: string;
  readonly previous: readonly Turn[];
  /** Of the conversation. */
  readonly plan?: Plan;
  readonly pending?: PendingEdit;
  readonly apis: readonly PlannerApi[];
  readonly model?: ModelClient;
  readonly deadlineMs: number;
  readonly clock: Clock;
}): Promise<ChatReply> {
  const draft = await planRequest({
    message,
    context: { previousMessages: previous },
    apis,
    ...(model === undefined ? {} : { model }),
    deadlineMs,
    clock,
  });
  return { draft, changes: [] };
}
