import type { Step } from './workflow.ts';

/** Something the planner could not decide and asks for. */
export interface PlanQuestion {
  /** A sentence to the person. */
  readonly question: string;
  /** The step and parameter that wait for the answer, where there are such. */
  readonly stepId?: string;
  readonly parameter?: string;
}

export const PLANNERS = ['rules', 'model'] as const;
export type PlannerKind = (typeof PLANNERS)[number];

/** What a proposer and the checker made of a request. Steps are empty where nothing could be planned. */
export interface PlanDraft {
  readonly name: string;
  readonly description: string;
  readonly steps: readonly Step[];
  readonly explanation: string;
  /** 0 to 1: the probability that the plan does what was asked. */
  readonly confidence: number;
  readonly questions: readonly PlanQuestion[];
  readonly planner: PlannerKind;
  /** Why the rules answered although a model is configured. */
  readonly fallbackReason?: string;
}

/** A stored plan: it becomes a workflow by `POST /workflows {planId}`. Kept for 7 days. */
export interface Plan extends PlanDraft {
  readonly id: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly message: string;
  readonly planHash: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}
