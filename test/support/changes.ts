import type { AuditAction } from '../../shared/domain/audit.ts';
import type { EventType } from '../../shared/domain/events.ts';
import type { Change } from '../../shared/ports.ts';

let made = 0;

/** A number that no other call in this process gets, as text of five digits. */
export function serial(): string {
  made += 1;
  return String(made).padStart(5, '0');
}

/** An id like those of the product, unique in the process and in the order of the calls. */
export function testId(prefix: string): string {
  return `${prefix}_01JD4X7Q2M8V5N3K9R6T1${serial()}`;
}

/** A change with its audit record and, where given, one event. */
export function changeOf({
  tenantId,
  action = 'connection.created',
  event,
  time = '2025-01-01T00:00:00.000Z',
}: {
  tenantId: string;
  action?: AuditAction;
  event?: EventType;
  time?: string;
}): Change {
  return {
    audit: {
      id: testId('log'),
      tenantId,
      userId: 'user-1',
      action,
      details: { connectionId: 'conn_1' },
      timestamp: time,
      ipAddress: '203.0.113.9',
      userAgent: 'test',
      requestId: 'req_1',
    },
    events:
      event === undefined ? [] : [{ id: testId('evt'), type: event, tenantId, time, data: { id: 'x' } }],
  };
}
