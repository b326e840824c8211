import type { PendingEdit, PlanChange } from '../domain/chat.ts';
import type { Plan, PlanDraft, PlanQuestion } from '../domain/plan.ts';
import type { Clock, ModelClient } from '../ports.ts';
import { changesBetween } from './conversation/changes-between.ts';
import { contradictionsIn } from './conversation/contradictions.ts';
import { converse } from './conversation/converse.ts';
import { seeSteps } from './conversation/step-views.ts';
import type { PlannerApi } from './operation-view.ts';
import { indexOf, planRequest, type Turn } from './plan-request.ts';
import { planName } from './plan-name.ts';
import { seemsEnglish } from './seems-english.ts';
import { MAX_MESSAGE_LENGTH, visibleText } from './text.ts';

/** Of a plan that a request both asks for and forbids. */
const CONFIDENCE_IN_DOUBT = 0.3;

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
  if (message.length > MAX_MESSAGE_LENGTH) return tooLong(message, plan);
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
  const planned = await planRequest({
    message,
    context: { previousMessages: previous, isRequest: plan !== undefined && plan.steps.length > 0 },
    apis,
    ...(model === undefined ? {} : { model }),
    deadlineMs,
    clock,
  });
  const draft = withObjections(planned, message, apis);
  if (plan === undefined || plan.steps.length === 0) return { draft, changes: [] };
  if (draft.steps.length === 0) return kept(plan, draft);
  return { draft, changes: changesOfModel(plan, draft) };
}

/** What a person should be told of a request beside what was planned: that it contradicts itself, or is not English. */
function withObjections(draft: PlanDraft, message: string, apis: readonly PlannerApi[]): PlanDraft {
  const found = contradictionsIn(visibleText(message), seeSteps(draft.steps, apis));
  if (found.length > 0) {
    const asked = found.map(({ question }) => question);
    return {
      ...draft,
      confidence: Math.min(draft.confidence, CONFIDENCE_IN_DOUBT),
      questions: [...draft.questions, ...found],
      explanation: [draft.explanation, ...asked].join('\n'),
    };
  }
  if (draft.steps.length > 0 || draft.planner === 'model' || seemsEnglish(message)) return draft;
  const explanation = `${draft.explanation} The request does not seem to be in English, and without a language model only English is understood: say it in English, or set up a model.`;
  return { ...draft, explanation };
}

/** Nobody reads ten thousand words for what they ask: the person knows it, and is asked. */
function tooLong(message: string, plan: Plan | undefined): ChatReply {
  const words = message.split(/\s+/).length;
  const question = `This has ${words} words, and a request may have ${MAX_MESSAGE_LENGTH} characters. What should happen, in a few sentences?`;
  if (plan !== undefined)
    return { same: plan, explanation: question, questions: [...plan.questions, { question }] };
  const start = message.slice(0, MAX_MESSAGE_LENGTH);
  const draft: PlanDraft = {
    name: planName(visibleText(start)),
    description: visibleText(start.slice(0, 200)),
    steps: [],
    explanation: question,
    confidence: 0,
    questions: [{ question }],
    planner: 'rules',
  };
  return { draft, changes: [] };
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
