import type { Json } from '../json.ts';

/** What a trigger fires for, as patterns and templates see it. A schedule's `data` is empty. */
export interface TriggerEvent {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  /** ISO 8601. */
  readonly time: string;
  readonly data: Json;
}

/** `type` of what a schedule fires for. */
export const SCHEDULED = 'schedule';
