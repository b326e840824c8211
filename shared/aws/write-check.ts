import type { DomainEvent } from '../domain/events.ts';
import type { SmokeCheck } from '../domain/smoke-check.ts';
import { outboxItem } from './change-writes.ts';
import type { TableClient } from './table-operations.ts';
import { connectionKey } from './table.ts';

const CONNECTION_EXISTS = 'attribute_exists(pk)';

/** See `ConnectionStore.noteCheck`. The revision stays: a person who is changing the connection is not in its way. */
export async function writeCheck({
  table,
  tenantId,
  id,
  check,
  events,
}: {
  table: TableClient;
  tenantId: string;
  id: string;
  check: SmokeCheck;
  events: readonly DomainEvent[];
}): Promise<void> {
  try {
    await table.transact([
      {
        key: connectionKey({ tenantId, id }),
        update: 'SET lastCheck = :check',
        condition: CONNECTION_EXISTS,
        values: { ':check': check },
        refused: () => new Gone(),
      },
      ...events.map((event) => ({ put: outboxItem(event) })),
    ]);
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
  }
}

class Gone extends Error {}
