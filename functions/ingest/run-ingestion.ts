import type { Connection } from '../../shared/domain/connection.ts';
import type { DomainEvent } from '../../shared/domain/events.ts';
import type { IngestionMessage, IngestionRefusal } from '../../shared/domain/ingestion.ts';
import {
  namedBaseUrl,
  MAX_PROBLEMS,
  settleIngestion,
  type IngestionOutcome,
  type Settlement,
} from '../../shared/domain/settle-ingestion.ts';
import type { Clock, Ids, IngestionEnd, IngestionStore, Log } from '../../shared/ports.ts';
import { refusalOf } from '../../shared/openapi/refusal-of.ts';
import { driftOf } from '../../shared/domain/document-change.ts';
import { movedServer } from '../../shared/domain/moved-server.ts';
import { findDrift, type Drift, type DriftPorts } from './find-drift.ts';
import { PATIENCE_OF_A_WORKER, readKept, type Patience, type ReadPorts } from './read-kept.ts';

/** Deliveries in which a document may be read; in a further one it is given up. */
const ATTEMPTS = 4;

export interface RunPorts extends ReadPorts, DriftPorts {
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
  patience = PATIENCE_OF_A_WORKER,
  ports,
}: {
  message: IngestionMessage;
  receiveCount: number;
  /** Where it ends, the reading is left to whoever comes next. */
  patience?: Patience;
  ports: RunPorts;
}): Promise<void> {
  const { ingestions, clock, log } = ports;
  const now = () => new Date(clock.now()).toISOString();
  const begun = await (message.kind === 'nightly'
    ? ingestions.beginUnasked(message, now())
    : ingestions.begin(message, now()));
  if (begun === undefined) return log.info('ingestion not due', { ...message });
  const outcome = receiveCount > ATTEMPTS ? brokenOff() : await read({ connection: begun, patience, ports });
  const about = { connectionId: message.connectionId, ingestionId: message.ingestionId };
  if (outcome.ok === 'later') return log.info('ingestion left to a worker', about);
  const drift =
    outcome.ok === true ? await findDrift({ connection: begun, to: outcome.specHash, ports }) : undefined;
  const at = now();
  const swapped = await ingestions.finish(message, at, async (connection) => {
    const set = settleIngestion({ connection, outcome, at });
    const ended = { set, events: [finished({ message, set, at, ids: ports.ids })] };
    return drift === undefined ? ended : withDrift({ ended, connection, drift, at, ids: ports.ids });
  });
  log.info('ingestion finished', { ...about, ok: outcome.ok, swapped, receiveCount });
}

/** The swap of a document that is another one, with what that means to those who call the API. */
async function withDrift({
  ended: { set, events },
  connection,
  drift,
  at,
  ids,
}: {
  ended: Pick<IngestionEnd, 'set' | 'events'>;
  connection: Connection;
  drift: Drift;
  at: string;
  ids: Ids;
}): Promise<IngestionEnd> {
  const { change, marks } = await drift.settle(at);
  const moved = movedServer({ connection, ...drift.servers });
  const problems =
    moved === undefined ? {} : { problems: [moved, ...(set.problems ?? [])].slice(0, MAX_PROBLEMS) };
  const data = driftOf(drift.diff, change);
  const { tenantId } = connection;
  const told: readonly DomainEvent[] =
    data === undefined
      ? []
      : [{ id: ids.next('event'), type: 'connection.drifted', tenantId, time: at, data }];
  return { set: { ...set, ...problems }, events: [...events, ...told], change, marks };
}

async function read({
  connection,
  patience,
  ports,
}: {
  connection: Connection;
  patience: Patience;
  ports: RunPorts;
}): Promise<IngestionOutcome | { readonly ok: 'later' }> {
  const outcome = await readKept({ connection, patience, ports });
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
