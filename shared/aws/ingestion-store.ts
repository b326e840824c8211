import type { Connection } from '../domain/connection.ts';
import { isBeingRead, refreshIngestion } from '../domain/refresh-ingestion.ts';
import type { IngestionRef, IngestionStore } from '../ports.ts';
import { documentChangeRow } from './change-rows.ts';
import { changeWrites, outboxItem } from './change-writes.ts';
import { connectionOf } from './connection-rows.ts';
import { connectionNotFound } from './connection-not-found.ts';
import { connectionUpdateWrites } from './connection-update-writes.ts';
import type { TableClient } from './table-operations.ts';
import { connectionKey } from './table.ts';
import { workflowMarkWrites } from './workflow-mark-writes.ts';

const CONNECTION_EXISTS = 'attribute_exists(pk)';
/** Nobody has changed it since it was read. */
const SAME_REVISION = 'revision = :before';
/** Still the connection's latest, and not at its end. */
const DUE = 'ingestion.id = :ingestion AND ingestionStatus IN (:queued, :running)';

/** Readings of a connection between which somebody else may change it. */
const ATTEMPTS = 6;

/** A transaction takes 100 writes; the rest is for the connection, its history and the events. */
const MARKS_IN_SWAP = 80;

/** The states of ingestions, in the rows of their connections. */
export function createIngestionStore({ table }: { table: TableClient }): IngestionStore {
  /** The connection, if the ingestion is its latest and not at its end. */
  const getDue = async (ref: IngestionRef): Promise<Connection | undefined> => {
    const item = await table.get(keyOf(ref));
    const connection = item && connectionOf(item);
    const { ingestion, ingestionStatus } = connection ?? {};
    const due = ingestionStatus === 'QUEUED' || ingestionStatus === 'RUNNING';
    return due && ingestion?.id === ref.ingestionId ? connection : undefined;
  };
  const begin: IngestionStore['begin'] = async (ref, at) => {
    const result = await table.update({
      key: keyOf(ref),
      update: `SET ingestionStatus = :running, ingestion.startedAt = if_not_exists(ingestion.startedAt, :at)
        ADD revision :one`,
      condition: DUE,
      values: {
        ':ingestion': ref.ingestionId,
        ':queued': 'QUEUED',
        ':running': 'RUNNING',
        ':at': at,
        ':one': 1,
      },
      returning: true,
    });
    return result.written ? connectionOf(result.item) : undefined;
  };
  return {
    async request({ tenantId, connectionId, ingestion }, change) {
      await table.transact([
        {
          key: keyOf({ tenantId, connectionId }),
          update: 'SET ingestion = :new, ingestionStatus = :queued, updatedAt = :at ADD revision :one',
          condition: CONNECTION_EXISTS,
          values: { ':new': ingestion, ':queued': 'QUEUED', ':at': ingestion.requestedAt, ':one': 1 },
          refused: connectionNotFound,
        },
        ...changeWrites(tenantId, change),
      ]);
    },
    begin,
    async beginUnasked(ref, at) {
      const item = await table.get(keyOf(ref));
      const connection = item && connectionOf(item);
      if (connection?.documentationUrl === undefined || connection.status === 'INACTIVE') return undefined;
      if (connection.ingestion?.id === ref.ingestionId) return begin(ref, at);
      if (isBeingRead(connection)) return undefined;
      const { documentationUrl: url, ingestion } = connection;
      const result = await table.update({
        key: keyOf(ref),
        update: 'SET ingestion = :new, ingestionStatus = :running ADD revision :one',
        condition: SAME_REVISION,
        values: {
          ':new': refreshIngestion({ id: ref.ingestionId, url, previous: ingestion, at, startedAt: at }),
          ':running': 'RUNNING',
          ':before': connection.revision,
          ':one': 1,
        },
        returning: true,
      });
      // Somebody changed it just now; the next night is soon enough.
      return result.written ? connectionOf(result.item) : undefined;
    },
    async finish(ref, at, settle) {
      for (let attempt = 1; ; attempt += 1) {
        const before = await getDue(ref);
        if (before === undefined) return false;
        const { set, events, change, marks = [] } = await settle(before);
        const after = { ...before, ...set, updatedAt: at, revision: before.revision + 1 };
        const credential = { kind: 'keep' } as const;
        const marking = workflowMarkWrites(marks, () => new Moved());
        try {
          for (let at = MARKS_IN_SWAP; at < marking.length; at += MARKS_IN_SWAP)
            await table.transact(marking.slice(at, at + MARKS_IN_SWAP));
          await table.transact([
            ...marking.slice(0, MARKS_IN_SWAP),
            ...connectionUpdateWrites({ before, after, credential, refused: () => new Moved() }),
            ...events.map((event) => ({ put: outboxItem(event) })),
            ...(change === undefined ? [] : [{ put: documentChangeRow(change) }]),
          ]);
          return true;
        } catch (error) {
          // A newer request, a delete or any other change: what is due is to be seen again.
          if (!(error instanceof Moved) || attempt === ATTEMPTS) throw error;
        }
      }
    },
  };
}

class Moved extends Error {}

function keyOf({ tenantId, connectionId }: Pick<IngestionRef, 'tenantId' | 'connectionId'>) {
  return connectionKey({ tenantId, id: connectionId });
}
