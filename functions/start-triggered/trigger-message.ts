import * as z from 'zod';
import { JsonObject } from '../../shared/domain/json.ts';

/** What Scheduler sends at a time of a schedule. */
const Due = z.object({
  tenantId: z.string(),
  workflowId: z.string(),
  triggerId: z.string(),
  /** ISO 8601, in whole seconds. */
  time: z.iso.datetime(),
});
export type Due = z.infer<typeof Due>;

/** An event of the bus; its `detail` is the event of the domain, of a type that may be newer than this function. */
const Event = z.object({
  detail: z.object({
    id: z.string(),
    type: z.string(),
    tenantId: z.string(),
    time: z.string(),
    data: JsonObject,
  }),
});
export type FollowedEvent = z.infer<typeof Event>['detail'];

/** A message of either queue. */
export const TriggerMessage = z.union([Event, Due]);
