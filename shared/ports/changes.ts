import type { AuditRecord } from '../domain/audit.ts';
import type { DomainEvent } from '../domain/events.ts';
import type { IdKind } from '../domain/ids.ts';

/** Wall clock, epoch milliseconds. */
export interface Clock {
  now(): number;
}

/** Makes ids that sort by time: prefix, `_`, 26 characters. */
export interface Ids {
  next(kind: IdKind): string;
  /** A random UUID (RFC 9562, version 4), the form of the identity provider's user ids. */
  uuid(): string;
}

/**
 * What travels in the transaction of a change: its audit record and its outgoing events. A store that writes takes
 * one; nothing is written without it.
 */
export interface Change {
  readonly audit: AuditRecord;
  readonly events: readonly DomainEvent[];
}

/** Who acts, as the pipeline has proved it. */
export interface Actor {
  readonly userId: string;
  readonly tenantId: string;
  readonly userEmail?: string;
}

/** One page of a list. `total` counts everything that fits the filter. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  /** Opaque; present where more follow. */
  readonly nextCursor?: string;
}

export interface PageRequest {
  /** From 1. */
  readonly page: number;
  /** 1 to 100. */
  readonly limit: number;
}

/** Structured log lines; values are redacted by name and by type before they are written. */
export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}
