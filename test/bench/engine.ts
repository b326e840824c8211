import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { request } from 'undici';
import { createEgress } from '../../shared/egress/create-egress.ts';
import type { Step } from '../../shared/domain/workflow.ts';
import { startDynamoDb, TABLE_NAME } from '../support/dynamodb.ts';
import { callStep, runnerUnderTest } from '../support/runner-under-test.ts';
import { figure, percentile, type Figure } from './figure.ts';

/** Steps of a short and of a long run: what a step costs is the difference, what a run costs beside them the rest. */
const SHORT = 5;
const LONG = 25;
const ROUNDS = 30;
/** Of each kind in one round. */
const RUNS = 6;
const CALLS = 60;

/** An upstream in another process. */
export async function startUpstream(): Promise<{ readonly host: string; close(): void }> {
  const child = fork(join(import.meta.dirname, 'upstream-process.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [port] = await once(child, 'message');
  return { host: `127.0.0.1:${port}`, close: () => child.disconnect() };
}

/** CPU of a step of a run, of a bare call to the same upstream, and of one write with the SDK, in the same process. */
export async function benchEngine(): Promise<readonly Figure[]> {
  const { short, long, bare, put } = await measureCpu();
  const step = long.map((ms, round) => (ms - (short[round] ?? 0)) / (LONG - SHORT));
  const ratio = (list: readonly number[]) =>
    percentile(
      list.map((ms, round) => (ms - (bare[round] ?? 0)) / (put[round] ?? Number.NaN)),
      0.5,
    );
  const how = `on the DynamoDB engine, ${ROUNDS} interleaved rounds; CPU of this process alone, median of the rounds`;
  const cpu = (id: string, list: readonly number[], what: string) =>
    figure({ id: `engine.${id}`, value: percentile(list, 0.5), unit: 'CPU ms', how: `${what}; ${how}` });
  return [
    cpu('step', step, `one step more: runs of ${LONG} calls less runs of ${SHORT}`),
    cpu('shortRun', short, `a whole run of ${SHORT} calls: lease, calls, boundaries, counts`),
    cpu('bareCall', bare, 'one undici request to the same upstream'),
    cpu('put', put, 'one PutItem by the SDK'),
    figure({
      id: 'engine.stepOverCall',
      value: ratio(step),
      unit: 'PutItems',
      bar: '<= 1.5',
      how: `(one step more - bare call) / PutItem, round by round; ${how}`,
    }),
    figure({
      id: 'engine.shortRunOverCalls',
      value: ratio(short.map((ms) => ms / SHORT)),
      unit: 'PutItems',
      how: `the same of a run of ${SHORT} calls, all that it does shared among its steps; ${how}`,
    }),
  ];
}

type Kind = 'short' | 'long' | 'bare' | 'put';

/** Milliseconds of CPU of one run, call or write, a round each. */
export async function measureCpu(rounds = ROUNDS): Promise<Readonly<Record<Kind, readonly number[]>>> {
  const dynamodb = await startDynamoDb();
  const upstream = await startUpstream();
  const log = { info: ignore, warn: ignore, error: ignore };
  const egress = createEgress({ allow: [upstream.host], log });
  const runsOf = (count: number) => {
    const steps: Step[] = Array.from({ length: count }, (_, at) => callStep(`s${at}`, 'GET'));
    const runner = runnerUnderTest(dynamodb, steps, (asked) =>
      egress.request({
        ...asked,
        url: asked.url.replace('https://api.example.com', `http://${upstream.host}`),
      }),
    );
    return async () => {
      const runs = await Promise.all(Array.from({ length: RUNS }, () => runner.create({ steps: {} })));
      return { count: RUNS, act: () => inTurn(runs, async (run) => void (await runner.invoke(run.id))) };
    };
  };
  const calls = (act: (at: number) => Promise<void>) => async () => ({
    count: CALLS,
    act: () => inTurn(Array.from({ length: CALLS }), (_, at) => act(at)),
  });
  const acts = {
    short: runsOf(SHORT),
    long: runsOf(LONG),
    bare: calls(async () => {
      const { body } = await request(`http://${upstream.host}/s0`);
      await body.text();
    }),
    put: calls(async (at) => {
      const Item = { pk: 'bench', sk: String(at), text: 'x'.repeat(200) };
      await dynamodb.documents.send(new PutCommand({ TableName: TABLE_NAME, Item }));
    }),
  };
  const found: Record<Kind, number[]> = { short: [], long: [], bare: [], put: [] };
  try {
    for (let round = -5; round < rounds; round += 1) {
      for (const kind of ['short', 'long', 'bare', 'put'] as const) {
        const { count, act } = await acts[kind]();
        const from = process.cpuUsage();
        await act();
        const { user, system } = process.cpuUsage(from);
        if (round >= 0) found[kind].push((user + system) / 1000 / count);
      }
    }
    return found;
  } finally {
    await egress.close();
    upstream.close();
    await dynamodb.close();
  }
}

async function inTurn<T>(list: readonly T[], act: (item: T, at: number) => Promise<void>): Promise<void> {
  for (const [at, item] of list.entries()) await act(item, at);
}

const ignore = (): void => undefined;
