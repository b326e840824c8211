import * as z from 'zod';
import { AppError } from '../domain/errors.ts';
import { EVENT_TYPES, type DomainEvent } from '../domain/events.ts';
import { JsonObject } from '../domain/json.ts';
import type { Change } from '../ports.ts';
import { fromJsonText } from './json-text.ts';
import type { NewItem, Write } from './table-operations.ts';
import { auditKey, outboxKey, unpublishedIndexKey } from './table.ts';

/** The audit record and the outbox rows of a change, to be written in its transaction. */
export function changeWrites(tenantId: string, change: Change): readonly Write[] {
  if ([change.audit, ...change.events].some((part) => part.tenantId !== tenantId)) {
    throw new AppError('INTERNAL_ERROR', undefined, {
      cause: new Error('A change names another workspace.'),
    });
  }
  return [{ put: auditItem(change) }, ...change.events.map((event) => ({ put: outboxItem(event) }))];
}

/** One line of the audit log as it lies in the table. */
function auditItem({ audit }: Change): NewItem {
  return { ...auditKey(audit), ...audit, details: JSON.stringify(audit.details) };
}

/** An event that is to be published; the index key goes when it has been. */
export function outboxItem(event: DomainEvent): NewItem {
  return { ...outboxKey(event), ...unpublishedIndexKey(event), event: JSON.stringify(event) };
}

const StoredEvent = z.lazy(() =>
  z.object({
    id: z.string(),
    type: z.enum(EVENT_TYPES),
    tenantId: z.string(),
    runId: z.exactOptional(z.string()),
    sequence: z.exactOptional(z.number()),
    time: z.string(),
    data: JsonObject,
  }),
);

/** The event of an outbox row, from its text. */
export function parseOutboxEvent(text: string): DomainEvent {
  return StoredEvent.parse(fromJsonText(text));
}
