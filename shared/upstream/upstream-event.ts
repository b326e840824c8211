import type { DomainEvent, EventType } from '../domain/events.ts';
import type { JsonObject } from '../domain/json.ts';
import type { GatePorts, Line } from './line.ts';

/** An event about a connection. */
export function upstreamEvent(
  { upstream: { tenantId, connectionId } }: Line,
  type: EventType,
  data: JsonObject,
  { ids, clock }: GatePorts,
): DomainEvent {
  return {
    id: ids.next('event'),
    type,
    tenantId,
    time: new Date(clock.now()).toISOString(),
    data: { connectionId, ...data },
  };
}
