import * as z from 'zod';
import { PLAN_CHANGE_KINDS } from '../domain/chat.ts';
import { JsonAnswer } from '../domain/json.ts';
import { PLANNERS } from '../domain/plan.ts';
import { Timestamp } from '../domain/timestamp.ts';
import { EFFECTS, Step, STEP_TYPES } from '../domain/workflow.ts';

const PlanQuestionView = z.lazy(() =>
  z
    .object({
      question: z.string(),
      stepId: z.string().optional(),
      parameter: z.string().optional(),
    })
    .meta({ id: 'PlanQuestion' }),
);

const PlanChangeView = z.lazy(() =>
  z
    .object({
      kind: z.enum(PLAN_CHANGE_KINDS),
      stepId: z.string(),
      parameter: z.string().optional(),
      from: JsonAnswer.optional(),
      to: JsonAnswer.optional(),
      sentence: z.string(),
    })
    .meta({ id: 'PlanChange' }),
);

const StepPreviewView = z.lazy(() =>
  z
    .object({
      stepId: z.string(),
      name: z.string(),
      type: z.enum(STEP_TYPES),
      effect: z.enum(EFFECTS),
      inside: z.string().optional().meta({ description: 'Where it stands in another step: `each.steps`.' }),
      does: z.string().meta({ description: 'In words.' }),
      request: z
        .object({
          method: z.string(),
          url: z.string(),
          headers: z.record(z.string(), z.string()),
          body: z.string().nullable(),
          truncated: z.boolean(),
        })
        .optional(),
      problem: z.string().optional().meta({ description: 'Why no request can be shown.' }),
    })
    .meta({ id: 'StepPreview' }),
);

/** A plan with all that a person needs to decide about it. */
export const PlanView = z.lazy(() =>
  z
    .object({
      planId: z.string(),
      planHash: z.string(),
      workflow: z.object({ name: z.string(), description: z.string(), steps: z.array(Step) }),
      preview: z
        .array(StepPreviewView)
        .meta({ description: 'Each step as it will be performed; templates stand as they are written.' }),
      explanation: z.string(),
      /** 0 to 1. */
      confidence: z.number().min(0).max(1),
      questions: z.array(PlanQuestionView),
      planner: z.enum(PLANNERS),
      fallbackReason: z.string().optional(),
    })
    .meta({ id: 'Plan' }),
);

/** The answer to a message. */
export const ChatAnswer = z.lazy(() =>
  PlanView.unwrap()
    .extend({
      sessionId: z.string().optional(),
      changes: z
        .array(PlanChangeView)
        .meta({ description: 'What is different from the plan before it in the same conversation.' }),
    })
    .meta({ id: 'ChatAnswer' }),
);

/** A conversation in a list. */
export const ChatSessionSummary = z.lazy(() =>
  z
    .object({
      id: z.string(),
      title: z.string(),
      exchanges: z.number().int(),
      planId: z.string().nullable(),
      planHash: z.string().nullable(),
      createdAt: Timestamp,
      updatedAt: Timestamp,
      expiresAt: Timestamp,
    })
    .meta({ id: 'ChatSessionSummary' }),
);

/** A conversation with what was said in it, oldest first. */
export const ChatSessionView = z.lazy(() =>
  ChatSessionSummary.unwrap()
    .extend({
      messages: z.array(
        z.object({
          role: z.enum(['user', 'assistant']),
          content: z.string(),
          at: Timestamp,
          planId: z.string().optional(),
          planHash: z.string().optional(),
        }),
      ),
    })
    .meta({ id: 'ChatSession' }),
);
