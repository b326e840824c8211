import {
  expressGbSeconds,
  lambdaGbSeconds,
  PRICE_LIST,
  priceOf,
  type Amounts,
} from '../../shared/domain/cost/prices.ts';
import { call, local } from '../support/api-client.ts';
import { measureCpu } from './engine.ts';
import { figure, percentile, type Figure } from './figure.ts';
import { ended, withBenchCloud, type BenchCloud } from './five-calls.ts';

/** Runs that are counted one after the other; the counts of all are shared among them. */
const RUNS = 20;
const WAITING_RUNS = 4;
const UPSTREAM_MS = 200;
/** One call of an AWS service within a region. */
const AWS_CALL_MS = 5;
/** Memory in MB by function; a whole core comes with 1,769 MB (Lambda, "Configure function memory"). */
const MEMORY: Readonly<Record<string, number>> = {
  'run-workflow': 256,
  'publish-outbox': 256,
  'watch-runs': 256,
};
const HTTP_MEMORY = 512;
const CORE_MB = 1_769;

/** What the laptop cloud has counted. */
interface Counts {
  readonly calls: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly byFunction: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly invocations: Readonly<Record<string, number>>;
  readonly transitions: Readonly<Record<'STANDARD' | 'EXPRESS', number>>;
  readonly units: Readonly<Record<'read' | 'write', number>>;
}

/** The price of 1,000,000 five-call runs from `execute` to the stored result, from what the laptop cloud counts. */
export async function benchCost(): Promise<readonly Figure[]> {
  const { short, put } = await measureCpu(10);
  const cpu = { run: percentile(short, 0.5), call: percentile(put, 0.5) };
  return withBenchCloud(async (cloud) => {
    const plain = await cloud.workflow('Five calls');
    const waiting = await cloud.workflow('Five calls and a wait', [
      { name: 'Rest', type: 'wait', seconds: 6 },
    ]);
    await countedRuns(cloud, plain, 3);
    const run = await countedRuns(cloud, plain, RUNS);
    const held = await countedRuns(cloud, waiting, WAITING_RUNS);
    const amounts = amountsOf(run, { cpu, workers: 1 });
    const perRun = priceOf(amounts);
    const perWait = priceOf(amountsOf(held, { cpu, workers: 2 })) - perRun;
    const shown = await shownCost(cloud, plain);
    const prices = `prices of ${PRICE_LIST.region} of ${PRICE_LIST.asOf}, without free tiers, logs and traces`;
    const parts = Object.entries(amounts)
      .map(([name, count]) => `${name} ${round(count)} = $${round(priceOf({ [name]: count }) * 1e6)}`)
      .join(', ');
    return [
      figure({
        id: 'cost.millionRuns',
        value: perRun * 1e6,
        unit: 'USD',
        bar: '<= 20',
        how: `1,000,000 five-call runs, three reads and two writes, ${UPSTREAM_MS} ms a call; by run: ${parts}; ${prices}`,
      }),
      figure({
        id: 'cost.millionWaits',
        value: perWait * 1e6,
        unit: 'USD',
        bar: '<= 110',
        how: `what one wait adds to each of 1,000,000 runs; ${prices}`,
      }),
      figure({
        id: 'cost.shown',
        // Without the upstream's time: the sample answers at once.
        value: shown / (perRun - priceOf({ lambdaGbSecond: lambdaGbSeconds(5 * UPSTREAM_MS, 256) })),
        unit: 'ratio',
        bar: '<= 1.25',
        how: 'what the execution shows as its cost / what was counted, both without the time of the upstream',
      }),
      figure({
        id: 'cost.transitions',
        value: run.transitions.STANDARD,
        unit: 'transitions',
        bar: '<= 0',
        how: 'Standard transitions of a five-call run without a wait',
      }),
      figure({
        id: 'cost.transitionsOfWait',
        value: held.transitions.STANDARD,
        unit: 'transitions',
        bar: '<= 4',
        how: 'Standard transitions of a five-call run with one wait',
      }),
      figure({
        id: 'cost.writeUnits',
        value: run.units.write,
        unit: 'units',
        how: `write units of a five-call run, indexes, audit, outbox and counts included; ${run.units.read} read units`,
      }),
    ];
  });
}

const round = (value: number | undefined) => Math.round((value ?? 0) * 1000) / 1000;

/** What the detail of an execution says that it has cost. */
async function shownCost(cloud: BenchCloud, workflowId: string): Promise<number> {
  const id = await cloud.execute(workflowId);
  await ended(id);
  return (await call('GET', `/executions/${id}`, { token: cloud.token })).body.data.cost.usd;
}

/** Everything that is paid for of one run. */
function amountsOf(
  { calls, byFunction, invocations, transitions, units }: Counts,
  { cpu, workers }: { cpu: { run: number; call: number }; workers: number },
): Amounts {
  const count = (service: string, operation: string) => calls[service]?.[operation] ?? 0;
  const callsOf = (name: string) => sum(Object.values(byFunction[name] ?? {}));
  const shared = (name: string) => CORE_MB / (MEMORY[name] ?? HTTP_MEMORY);
  const workerMs = 5 * UPSTREAM_MS + callsOf('run-workflow') * AWS_CALL_MS + cpu.run * shared('run-workflow');
  const lambda = Object.entries(invocations).map(([name, times]) => {
    // Twice the processor time of its calls, since what is around them is not nothing.
    const own = callsOf(name) * (AWS_CALL_MS + 2 * cpu.call * shared(name));
    return lambdaGbSeconds(
      name === 'run-workflow' ? workerMs : Math.max(own, times),
      MEMORY[name] ?? HTTP_MEMORY,
    );
  });
  // The watchdog's message comes two minutes later: one receive, one delete, one look at the run.
  const watch = lambdaGbSeconds(2 * AWS_CALL_MS + 2 * cpu.call * shared('watch-runs'), 256);
  return {
    httpApiRequest: 1,
    dynamoDbWriteUnit: units.write,
    dynamoDbReadUnit: units.read + 1,
    lambdaRequest: sum(Object.values(invocations)) + 1,
    lambdaGbSecond: sum(lambda) + watch,
    expressRequest: workers,
    expressGbSecond: workers * expressGbSeconds(workerMs / workers + 50),
    standardTransition: transitions.STANDARD,
    sqsRequest: count('sqs', 'SendMessage') + 2,
    // Of two events each.
    customEvent: 2,
    kmsRequest: sum(Object.values(calls['kms'] ?? {})),
    s3Put: count('s3', 'PutObject'),
    s3Get: count('s3', 'GetObject'),
  };
}

/** The counts of one run, on average over some that were made one after the other and that nobody looked at. */
async function countedRuns(cloud: BenchCloud, workflowId: string, times: number): Promise<Counts> {
  await settle();
  const before: Counts = await local('/usage');
  for (let made = 0; made < times; made += 1) await ended(await cloud.execute(workflowId));
  await settle();
  const after: Counts = await local('/usage');
  const grown = (now: Readonly<Record<string, number>> = {}, then: Readonly<Record<string, number>> = {}) =>
    Object.fromEntries(
      Object.entries(now).map(([name, count]) => [name, (count - (then[name] ?? 0)) / times]),
    );
  const grownBy = (now: Counts['calls'], then: Counts['calls']) =>
    Object.fromEntries(Object.entries(now).map(([name, counts]) => [name, grown(counts, then[name])]));
  const transitions = grown(after.transitions, before.transitions);
  const units = grown(after.units, before.units);
  return {
    calls: grownBy(after.calls, before.calls),
    byFunction: byShortName(grownBy(after.byFunction, before.byFunction)),
    invocations: byShortName(grown(after.invocations, before.invocations)),
    transitions: { STANDARD: transitions['STANDARD'] ?? 0, EXPRESS: transitions['EXPRESS'] ?? 0 },
    units: { read: units['read'] ?? 0, write: units['write'] ?? 0 },
  };
}

/** `apiq-local-run-workflow` -> `run-workflow`. */
function byShortName<T>(counts: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(counts).map(([name, count]) => [name.replace(/^apiq-[a-z]+-/, ''), count]),
  );
}

/** Until what follows a run, its events on the bus and its counts, is done. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 2_000));

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
