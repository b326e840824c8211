import { request } from 'undici';
import { call } from '../support/api-client.ts';
import { figure, percentile, type Figure } from './figure.ts';
import { FIVE_CALLS, withBenchCloud, type BenchCloud } from './five-calls.ts';

const CONCURRENCY = 10;
const RUNS = 100;
const SCRIPTS = 300;
const AT_ONCE = 500;

/** Runs of five calls a second on the laptop cloud beside a plain script that makes the same calls. */
export function benchRuns(): Promise<readonly Figure[]> {
  return withBenchCloud(async (cloud) => {
    const workflowId = await cloud.workflow('Five calls');
    await timed(10, () => runToEnd(cloud, workflowId));
    await timed(20, () => plainScript(cloud));
    const script = await timed(SCRIPTS, () => plainScript(cloud));
    const runs = await timed(RUNS, () => runToEnd(cloud, workflowId));
    const how = `${RUNS} five-call runs, ${CONCURRENCY} at a time, from execute until the end is told, by HTTP on the laptop cloud`;
    const many = await completedOf(cloud);
    return [
      figure({ id: 'runs.rate', value: runs.rate, unit: 'runs/s', how }),
      figure({ id: 'runs.p95', value: percentile(runs.durations, 0.95), unit: 'ms', how }),
      figure({
        id: 'runs.overScript',
        value: runs.rate / script.rate,
        unit: 'ratio',
        bar: '>= 0.015',
        how: `runs a second / a plain script with the same calls, ${CONCURRENCY} at a time (${Math.round(script.rate)}/s)`,
      }),
      figure({
        id: 'runs.atOnce',
        value: many,
        unit: 'runs',
        bar: `>= ${AT_ONCE}`,
        how: `completed of ${AT_ONCE} runs that were under way at the same time`,
      }),
    ];
  });
}

/** Acts so many times, some at a time. */
async function timed(times: number, act: () => Promise<void>, atATime = CONCURRENCY) {
  const durations: number[] = [];
  let left = times;
  const began = performance.now();
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const from = performance.now();
      await act();
      durations.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return { durations, rate: times / ((performance.now() - began) / 1000) };
}

async function runToEnd({ token, execute }: BenchCloud, workflowId: string): Promise<void> {
  const id = await execute(workflowId);
  let cursor = '';
  for (;;) {
    const { status, body, text } = await call('GET', `/executions/${id}/events?waitSeconds=20${cursor}`, {
      token,
    });
    if (status !== 200) throw new Error(text);
    cursor = `&cursor=${body.data.cursor}`;
    if (!body.data.ended) continue;
    if (body.data.status !== 'completed') throw new Error(text);
    return;
  }
}

/** The five calls, one after the other, with nothing around them. */
async function plainScript({ upstream, headers }: BenchCloud): Promise<void> {
  let petId = '';
  for (const step of FIVE_CALLS) {
    const isWrite = step.method === 'POST';
    const { statusCode, body } = await request(`${upstream}${step.endpoint.replace('{petId}', petId)}`, {
      method: step.method,
      headers: { ...headers, ...(isWrite ? { 'content-type': 'application/json' } : {}) },
      ...(isWrite ? { body: JSON.stringify(step.parameters) } : {}),
    });
    // The sample answers a pet with its id, or counts.
    const answer = (await body.json()) as { readonly id?: string };
    if (statusCode >= 300) throw new Error(`${step.endpoint} answered ${statusCode}`);
    petId = answer.id ?? petId;
  }
}

/** How many of the runs that were started together are complete in the end. */
async function completedOf({ token, ...cloud }: BenchCloud): Promise<number> {
  const workflowId = await cloud.workflow('At once');
  const started = new Set<string>();
  await timed(AT_ONCE, async () => void started.add(await cloud.execute(workflowId)), 25);
  const until = Date.now() + 240_000;
  for (;;) {
    const path = `/executions?workflowId=${workflowId}&status=completed&limit=1`;
    const { total } = (await call('GET', path, { token })).body.data.pagination;
    if (total >= started.size || Date.now() > until) return total;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}
