import { nextBoundary } from '../run-changes.ts';
import { stepChanges } from '../run-trail.ts';
import { isFinished, type Run, type StepRecord } from '../run.ts';
import { expressGbSeconds, lambdaGbSeconds, priceOf, type Amounts } from './prices.ts';

/** What running one execution has cost so far, worked out from its journal. */
export interface RunCost {
  readonly usd: number;
  readonly amounts: Amounts;
}

/** Keys, ids, times and hashes of a run's item, in bytes. */
const BARE_BYTES = 900;
/** Memory in MB of the worker and of what serves `execute`. */
const WORKER_MB = 256;
const HTTP_MB = 512;
/** What a worker and each of its boundaries take beside the calls, and `execute` and one publication in all, in milliseconds. */
const WORKER_MS = 100;
const BOUNDARY_MS = 15;
const EXECUTE_MS = 60;
const PUBLISH_MS = 30;
/** A shorter wait is slept through by the worker. */
const HELD_FROM_MS = 5_000;

/**
 * The journal knows how often the run was written and how large it was, who took it how often, how long its calls took
 * and for how long it was held: so what it costs is worked out when somebody asks, and no run pays for being counted. The
 * bench `cost` holds it against what is really counted.
 */
export function costOfRun(run: Run, isCall: (key: string) => boolean): RunCost {
  const workers = run.fence;
  const entries = Object.entries(run.steps);
  const busyMs =
    sum(entries.map(([key, { duration = 0 }]) => (isCall(key) ? duration : 0))) +
    workers * WORKER_MS +
    (nextBoundary(run) - 1) * BOUNDARY_MS;
  const events =
    1 + (run.interventions ?? 0) + (isFinished(run.status) && run.status !== 'cancelled' ? 1 : 0);
  const bodies = entries.filter(([, { storedAt }]) => storedAt === 'bucket').length;
  const amounts: Amounts = {
    httpApiRequest: 1 + (run.interventions ?? 0),
    dynamoDbWriteUnit: writeUnits(run),
    dynamoDbReadUnit: 3 + 5 * workers,
    lambdaRequest: 2 + workers + events,
    lambdaGbSecond:
      lambdaGbSeconds(EXECUTE_MS, HTTP_MB) + lambdaGbSeconds(busyMs + events * PUBLISH_MS, WORKER_MB),
    expressRequest: workers,
    expressGbSecond: workers === 0 ? 0 : workers * expressGbSeconds(busyMs / workers),
    standardTransition: 2 * holdsOf(run),
    // The watchdog's message: sent, received, deleted.
    sqsRequest: 3,
    customEvent: events,
    s3Put: bodies,
  };
  return { usd: priceOf(amounts), amounts };
}

function writeUnits(run: Run): number {
  const { interventions = 0 } = run;
  const boundaries = nextBoundary(run) - 1;
  const empty = BARE_BYTES + inlineBytes(run.input);
  const full = empty + sum(Object.values(run.steps).map(entryBytes)) + inlineBytes(run.output);
  const sizeAt = (boundary: number) =>
    units(boundaries === 0 ? empty : empty + ((full - empty) * boundary) / boundaries);
  const ended = isFinished(run.status) && run.status !== 'cancelled';
  const between = Array.from({ length: boundaries - (ended ? 1 : 0) }, (_, at) => sizeAt(at + 1));
  const beside = Object.values(run.steps).map(({ storedAt, input, output }) =>
    storedAt === 'item' ? units(bytesOf({ input, output })) : 0,
  );
  return (
    // Run, audit record and event in one transaction, three index rows, the rate window, the workflow's counter.
    2 * units(empty) +
    4 +
    3 +
    2 +
    sum(between) +
    sum(beside) +
    // The last boundary with its event; each event is taken out of its index; the calls are counted.
    (ended ? 2 * units(full) + 3 + 2 : 0) +
    2 +
    1 +
    interventions * (2 * units(full) + 4 + 3)
  );
}

/** Waits that a machine waited for, as far as somebody took the run again behind them. */
function holdsOf(run: Run): number {
  const start = Date.parse(run.createdAt);
  const held = Object.values(run.steps).flatMap(({ trail = '' }) => {
    const changes = stepChanges(trail, start);
    return changes.filter(({ status, at }, index) => {
      const next = changes[index + 1]?.at;
      return status === 'waiting' && (next === undefined || next - at > HELD_FROM_MS);
    });
  });
  const open = isFinished(run.status) ? 0 : 1;
  return Math.min(held.length, Math.max(0, run.fence - 1 + open));
}

function entryBytes({ storedAt, input, output, ...entry }: StepRecord): number {
  return bytesOf(entry) + (storedAt === undefined ? bytesOf({ input, output }) : 0);
}

/** What is larger lies beside the run. */
function inlineBytes(body: unknown): number {
  return body === undefined ? 0 : Math.min(1_024, bytesOf(body));
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function units(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1_024));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
