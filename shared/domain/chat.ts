import type { Json } from './json.ts';

/** What can happen to a plan in a conversation. */
export const PLAN_CHANGE_KINDS = ['answered', 'changed', 'added', 'removed', 'replaced', 'moved'] as const;

/** One difference between a plan and the one before it. */
export interface PlanChange {
  readonly kind: (typeof PLAN_CHANGE_KINDS)[number];
  readonly stepId: string;
  /** The value that became another one, and what it was; absent where there was none. */
  readonly parameter?: string;
  readonly from?: Json;
  readonly to?: Json;
  /** The same for a person. */
  readonly sentence: string;
}

/** A conversation of one person. Its plan is the one that the next message may change. */
export interface ChatSession {
  readonly id: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly title: string;
  /** How many messages have been answered; also the condition of the next answer. */
  readonly exchanges: number;
  readonly planId?: string;
  readonly planHash?: string;
  /** A change that was asked for and waits for the choice of a step. */
  readonly pending?: PendingEdit;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly expiresAt: string;
}

/** What was asked back about a change: which one of these steps it means, or whether it means all of them. */
export interface PendingEdit {
  readonly message: string;
  /** Ids. */
  readonly steps: readonly string[];
  readonly choose: 'one' | 'all';
}

/** A message and its answer, with the plan as it was after it. */
export interface ChatExchange {
  /** From 1. */
  readonly number: number;
  readonly at: string;
  readonly message: string;
  readonly reply: string;
  readonly planId?: string;
  readonly planHash?: string;
}

/** A conversation is forgotten 7 days after its last message, as plans are. */
export const SESSION_LIFETIME_MS = 7 * 24 * 3600 * 1000;

/** Of one conversation so many exchanges are kept; the oldest goes when another comes. */
export const MAX_EXCHANGES = 50;

/** Characters of a reply that are kept. */
export const MAX_REPLY_LENGTH = 4000;
