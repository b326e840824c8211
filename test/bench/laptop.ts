import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLaptopCloud } from '../../local/laptop-cloud.ts';
import { call, local, until } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';
import { connect, sample } from '../support/sample-upstreams.ts';
import { figure, percentile, type Figure } from './figure.ts';

const REQUEST = 'find the available pets and tell #adoptions about the first one';

/** Latency and AWS calls of the three things that people wait for, on the laptop cloud. */
export async function benchLaptop(): Promise<readonly Figure[]> {
  const data = await mkdtemp(join(tmpdir(), 'apiq-bench-'));
  const cloud = await startLaptopCloud({ data, port: 0 });
  process.env['APIQ_TEST_URL'] = cloud.url;
  try {
    const { token } = await newPerson('Bench');
    const [pets, chat] = await Promise.all([sample('pet'), sample('chat')]);
    const connection = await connect(pets, token);
    await connect(chat, token);
    const plan = (await call('POST', '/chat', { token, body: { message: REQUEST } })).body.data;
    const workflow = (await call('POST', '/workflows', { token, body: { planId: plan.planId } })).body.data;
    await call('POST', `/workflows/${workflow.id}/approve`, { token, body: { planHash: plan.planHash } });

    const read = () => call('GET', `/connections/${connection.id}`, { token });
    const think = () => call('POST', '/chat', { token, body: { message: REQUEST } });
    const run = async () => {
      const { body } = await call('POST', `/workflows/${workflow.id}/execute`, { token, body: {} });
      const ended = await until(async () => {
        const { data: seen } = (await call('GET', `/executions/${body.data.executionId}`, { token })).body;
        return seen.status === 'running' || seen.status === 'pending' ? undefined : seen;
      });
      if (ended.status !== 'completed') throw new Error(JSON.stringify(ended));
    };
    return [
      ...(await measured({ id: 'laptop.read', what: 'GET /connections/{id}', act: read, times: 200 })),
      ...(await measured({
        id: 'laptop.chat',
        what: 'POST /chat by rules, two sample APIs',
        act: think,
        times: 60,
      })),
      ...(await measured({
        id: 'laptop.run',
        what: 'execute to stored result of a two-call run, polled every 50 ms',
        act: run,
        times: 40,
      })),
      ...(await counted({ id: 'cost.read', what: 'GET /connections/{id}', act: read })),
      ...(await counted({ id: 'cost.chat', what: 'POST /chat', act: think })),
      ...(await counted({
        id: 'cost.run',
        what: 'a two-call run, without its polling',
        act: () => runUnwatched(workflow.id, token),
      })),
    ];
  } finally {
    await cloud.close();
    await rm(data, { recursive: true, force: true });
  }
}

async function runUnwatched(workflowId: string, token: string): Promise<void> {
  const { body } = await call('POST', `/workflows/${workflowId}/execute`, { token, body: {} });
  await until(async () => {
    const events: unknown[] = await local(`/events?runId=${body.data.executionId}`);
    return events.length >= 2 ? events : undefined;
  });
}

async function measured({
  id,
  what,
  act,
  times,
}: {
  id: string;
  what: string;
  act: () => Promise<unknown>;
  times: number;
}) {
  for (let warm = 0; warm < 5; warm += 1) await act();
  const durations: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const from = performance.now();
    await act();
    durations.push(performance.now() - from);
  }
  const how = `${what}; ${times} times one after the other by HTTP on the laptop cloud`;
  return [
    figure({ id: `${id}.p50`, value: percentile(durations, 0.5), unit: 'ms', how }),
    figure({ id: `${id}.p95`, value: percentile(durations, 0.95), unit: 'ms', how }),
  ];
}

interface Usage {
  readonly calls: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly transitions: Readonly<Record<string, number>>;
}

/** AWS calls and state transitions of one act, warm. */
async function counted({ id, what, act }: { id: string; what: string; act: () => Promise<unknown> }) {
  await act();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const before: Usage = await local('/usage');
  await act();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const after: Usage = await local('/usage');
  const operations = Object.entries(after.calls).flatMap(([service, calls]) =>
    Object.entries(calls).flatMap(([operation, count]) => {
      const grown = count - (before.calls[service]?.[operation] ?? 0);
      // The event source mappings poll whether or not there is something; Lambda's service does that, not the product.
      const polling = service === 'sqs' && operation === 'ReceiveMessage';
      return grown > 0 && !polling ? [{ name: `${service}:${operation}`, count: grown }] : [];
    }),
  );
  const total = operations.reduce((sum, { count }) => sum + count, 0);
  const transitions = (kind: string) => (after.transitions[kind] ?? 0) - (before.transitions[kind] ?? 0);
  const how = `${what}: ${operations.map(({ name, count }) => `${name} ${count}`).join(', ')}`;
  return [
    figure({ id: `${id}.awsCalls`, value: total, unit: 'calls', how }),
    figure({
      id: `${id}.standardTransitions`,
      value: transitions('STANDARD'),
      unit: 'transitions',
      bar: '<= 0',
      how: `${what}: state transitions of Standard machines`,
    }),
    figure({
      id: `${id}.expressTransitions`,
      value: transitions('EXPRESS'),
      unit: 'transitions',
      how: `${what}: states entered in Express machines, which are billed by request and duration`,
    }),
  ];
}
