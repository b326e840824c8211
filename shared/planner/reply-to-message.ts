import type { PendingEdit, PlanChange } from '../domain/chat.ts';
import type { Plan, PlanDraft, PlanQuestion } from '../domain/plan.ts';
import type { Clock, ModelClient } from '../ports.ts';
import { changesBetween } from './conversation/changes-between.ts';
import { converse } from './conversation/converse.ts';
import type { PlannerApi } from './operation-view.ts';
import { indexOf, planRequest, type Turn } from './plan-request.ts';
import { visibleText } from './text.ts';

/** A plan that is new or other than before, or the plan as it was with what is to be said about it. */
export type ChatReply =
  | { readonly draft: PlanDraft; readonly changes: readonly PlanChange[] }
  | {
      readonly same: Plan;
      readonly explanation: string;
      readonly questions: readonly PlanQuestion[];
      readonly pending?: PendingEdit;
    };

/**
 * Replies to a message. In a conversation it may answer the questions of the plan that is there, or change it: that is read
 * by rules, whoever made the plan, so that nothing changes but what was named. Everything else is a request; a model is
 * given the conversation with it.
 */
export async function replyToMessage({
  message,
  previous,
  plan,
  pending,
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
  if (plan !== undefined && plan.steps.length > 0) {
    const said = converse({
      message: visibleText(message),
      plan,
      ...(pending === undefined ? {} : { pending }),
      apis,
      index: indexOf(apis),
    });
    if (said !== undefined) return 'draft' in said ? said : { ...said, same: plan };
  }
  const draft = await planRequest({
    message,
    context: { previousMessages: previous, isRequest: plan !== undefined && plan.steps.length > 0 },
    apis,
    ...(model === undefined ? {} : { model }),
    deadlineMs,
    clock,
  });
  if (plan === undefined || plan.steps.length === 0) return { draft, changes: [] };
  if (draft.steps.length === 0) return kept(plan, draft);
  return { draft, changes: changesOfModel(plan, draft) };
}

/** Nothing came of the message: that takes no plan away. */
function kept(plan: Plan, draft: PlanDraft): ChatReply {
  const names = plan.steps.map(({ name }) => `"${name}"`).join(', ');
  const question = `What should be different? The steps of the plan are ${names}.`;
  return {
    same: plan,
    explanation: `${draft.explanation} The plan stays as it was. ${question}`,
    questions: [...plan.questions, { question }],
  };
}

/** A model may go on with the plan that is there: then it is said what became different. A new plan is no change. */
function changesOfModel(plan: Plan, draft: PlanDraft): readonly PlanChange[] {
  const goesOn =
    draft.planner === 'model' &&
    draft.steps.some((step) => plan.steps.some((other) => JSON.stringify(other) === JSON.stringify(step)));
  return goesOn ? changesBetween(plan.steps, draft.steps) : [];
}
