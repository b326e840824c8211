import type { Connection } from './connection.ts';
import type { Ingestion, IngestionRefusal, IngestionResult, IngestionSuccess } from './ingestion.ts';
import { DEFAULT_KEY_HEADER, placeAuth } from './place-auth.ts';

/** What a reading came to; `unchanged`: the document is still the one of the live catalogue. */
export type IngestionOutcome = IngestionResult | { readonly ok: 'unchanged' };

/** What the end of an ingestion changes in its connection. */
export type Settlement = Partial<
  Pick<
    Connection,
    | 'auth'
    | 'baseUrl'
    | 'description'
    | 'endpointCount'
    | 'ingestion'
    | 'ingestionStatus'
    | 'problems'
    | 'specHash'
    | 'status'
    | 'validators'
  >
>;

/** The connection keeps so many of its document's problems; the catalogue has them all. */
export const MAX_PROBLEMS = 50;

/**
 * What an outcome changes. A document fills in what the person left open, once, and nothing else: where calls go and how
 * they authenticate never moves by itself. A failure leaves a live catalogue live.
 */
export function settleIngestion({
  connection,
  outcome,
  at,
}: {
  connection: Connection;
  outcome: IngestionOutcome;
  /** ISO 8601. */
  at: string;
}): Settlement {
  const { ingestion } = connection;
  if (ingestion === undefined) return {};
  // What is read while somebody waits starts when it is requested.
  const {
    operations: _operations,
    message: _message,
    startedAt = ingestion.requestedAt,
    ...rest
  } = ingestion;
  const over = { ...rest, startedAt, finishedAt: at };
  if (outcome.ok === false) return failed({ connection, over, refusal: outcome });
  const wasError = connection.status === 'ERROR' ? ({ status: 'ACTIVE' } as const) : {};
  if (outcome.ok === 'unchanged') {
    const { endpointCount: operations, problems } = connection;
    const ended = { ...over, operations, problems: problems.length };
    return { ...wasError, ingestionStatus: 'SUCCEEDED', ingestion: ended };
  }
  const { specHash, endpointCount, problems, problemCount, validators = {} } = outcome;
  const ended = { ...over, open: [], operations: endpointCount, problems: problemCount };
  return {
    ...wasError,
    ...filledIn({ connection, ingestion, read: outcome }),
    ingestionStatus: 'SUCCEEDED',
    ingestion: ended,
    specHash,
    endpointCount,
    problems: problems.slice(0, MAX_PROBLEMS),
    validators,
  };
}

/**
 * The address that the document is to name and names: its first server, or where it was found. Undefined where it is to
 * name none, or names none.
 */
export function namedBaseUrl({
  ingestion,
  servers,
}: {
  ingestion: Pick<Ingestion, 'open' | 'source'> | undefined;
  servers: readonly string[];
}): string | undefined {
  if (ingestion?.open.includes('baseUrl') !== true) return undefined;
  const { source } = ingestion;
  const found = source !== undefined && 'url' in source ? new URL(source.url).origin : undefined;
  return (servers[0] ?? found)?.replace(/\/+$/, '');
}

function filledIn({
  connection,
  ingestion,
  read,
}: {
  connection: Connection;
  ingestion: Ingestion;
  read: IngestionSuccess;
}): Settlement {
  const { open } = ingestion;
  const { auth } = connection;
  // Somebody may have said meanwhile where the key goes.
  const isDefault = auth.type === 'api_key' && auth.name === DEFAULT_KEY_HEADER;
  const baseUrl = connection.baseUrl === '' ? namedBaseUrl({ ingestion, servers: read.servers }) : undefined;
  return {
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(open.includes('auth') && isDefault
      ? { auth: placeAuth({ type: auth.type, secret: undefined, schemes: read.securitySchemes }) }
      : {}),
    ...(open.includes('description') && connection.description === '' && read.description !== undefined
      ? { description: read.description }
      : {}),
  };
}

function failed({
  connection,
  over,
  refusal: { code, message, problems },
}: {
  connection: Connection;
  over: Ingestion;
  refusal: IngestionRefusal;
}): Settlement {
  // Why the document could not be used at all comes first; it has no place in the document.
  const all = [{ code, message, pointer: '' }, ...problems].slice(0, MAX_PROBLEMS);
  return {
    ingestionStatus: 'FAILED',
    ingestion: { ...over, problems: all.length, message },
    ...(connection.specHash === undefined ? { status: 'ERROR', problems: all } : {}),
  };
}
