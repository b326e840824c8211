import type { Connection } from '../../shared/domain/connection.ts';
import type { DomainEvent } from '../../shared/domain/events.ts';
import type { IngestionMessage, IngestionRefusal } from '../../shared/domain/ingestion.ts';
import {
  namedBaseUrl,
  settleIngestion,
  type IngestionOutcome,
  type Settlement,
} from '../../shared/domain/settle-ingestion.ts';
import type { Clock, Ids, IngestionStore, Log } from '../../shared/ports.ts';
import { refusalOf } from '../../shared/openapi/refusal-of.ts';
import { readKept, type ReadPorts } from './read-kept.ts';

/** Deliveries in which a document may be read; in a further one it is given up. */
const ATTEMPTS = 4;

export interface RunPorts extends ReadPorts {
  readonly ingestions: IngestionStore;
  /** Throws EGRESS_REFUSED for an address that may never be called. */
  readonly assertPublicUrl: (url: string) => void;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/**
 * Reads a document that nobody waits for, stores its catalogue beside the live one, and swaps it in by one transaction.
 * A crash anywhere leaves the live one live and the message in the queue; one that comes back too often is taken for
 * the crash's cause.
 */
export async function runIngestion({
  message,
  receiveCount,
  ports,
}: {
  message: IngestionMessage;
  receiveCount: number;
  ports: RunPorts;
}): Promise<void> {
  const { ingestions, clock, log } = ports;
  const now = () => new Date(clock.now()).toISOString();
  const begun = await ingestions.begin(message, now());
  if (begun === undefined) return log.info('ingestion not due', { ...message });
  const outcome = receiveCount > ATTEMPTS ? brokenOff() : await read({ connection: begun, ports });
  const at = now();
  const swapped = await ingestions.finish(message, at, (connection) => {
    const set = settleIngestion({ connection, outcome, at });
    return { set, events: [finished({ message, set, at, ids: ports.ids })] };
  });
  const { connectionId, ingestionId } = message;
  log.info('ingestion finished', { connectionId, ingestionId, ok: outcome.ok, swapped, receiveCount });
}

async function read({
  connection,
  ports,
}: {
  connection: Connection;
  ports: RunPorts;
}): Promise<IngestionOutcome> {
  const outcome = await readKept({ connection, ports });
  if (outcome.ok !== true || connection.ingestion?.open.includes('baseUrl') !== true) return outcome;
  const baseUrl = namedBaseUrl({ ingestion: connection.ingestion, servers: outcome.servers });
  if (baseUrl === undefined) return refused('The document names no server: connect it with a baseUrl.');
  try {
    ports.assertPublicUrl(baseUrl);
    return outcome;
  } catch (error) {
    return refusalOf(error);
  }
}

function brokenOff(): IngestionRefusal {
  return refused(
    `Reading the document broke off ${ATTEMPTS} times. It may need more memory or time than there is: try a smaller one.`,
  );
}

function refused(message: string): IngestionRefusal {
  return { ok: false, code: 'INVALID_DOCUMENT', message, problems: [] };
}

function finished({
  message: { tenantId, connectionId, ingestionId, kind },
  set: { ingestionStatus, endpointCount, specHash },
  at,
  ids,
}: {
  message: IngestionMessage;
  set: Settlement;
  at: string;
  ids: Ids;
}): DomainEvent {
  return {
    id: ids.next('event'),
    type: ingestionStatus === 'SUCCEEDED' ? 'connection.ingested' : 'connection.ingestion_failed',
    tenantId,
    time: at,
    data: {
      connectionId,
      ingestionId,
      kind,
      ...(endpointCount === undefined ? {} : { endpointCount }),
      ...(specHash === undefined ? {} : { specHash }),
    },
  };
}
