import { createUpstreamStore } from '../../shared/aws/upstream-store.ts';
import { createUsageStore } from '../../shared/aws/usage-store.ts';
import { EgressError } from '../../shared/domain/egress-error.ts';
import type { EgressResponse } from '../../shared/ports.ts';
import type { CallableConnection } from '../../shared/upstream/line.ts';
import { createUpstreamGate } from '../../shared/upstream/upstream-gate.ts';
import { testId } from './changes.ts';
import type { TestDynamoDb } from './dynamodb.ts';

const START = Date.parse('2026-03-01T12:00:00.000Z');

/** A clock that runs `speed` times as fast as ours, and can be moved besides. */
export function fastClock(speed: number) {
  const began = performance.now();
  let moved = 0;
  return {
    now: () => Math.round(START + moved + (performance.now() - began) * speed),
    sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms / speed)),
    move: (ms: number) => void (moved += ms),
  };
}

/** Gates of one workspace over the real table, and the connections that they call. */
export function gatesUnderTest(dynamodb: TestDynamoDb, { speed = 10 }: { speed?: number } = {}) {
  const tenantId = testId('ws');
  const clock = fastClock(speed);
  const store = createUpstreamStore({ table: dynamodb.table, clock });
  const usage = createUsageStore({ table: dynamodb.table });
  const touched: string[] = [];
  const warned: unknown[] = [];
  const counted = new Map<string, number>();
  let broken = false;
  /** Counts what is written and read, by the name of the store's method. */
  const counting = Object.fromEntries(
    Object.entries(store).map(([name, act]) => [
      name,
      async (...given: unknown[]) => {
        if (broken) throw new Error('The table is out of reach.');
        counted.set(name, (counted.get(name) ?? 0) + 1);
        // The same function with the same arguments.
        return (act as (...args: unknown[]) => unknown)(...given);
      },
    ]),
  ) as unknown as typeof store;
  const gate = () =>
    createUpstreamGate({
      tenantId,
      store: counting,
      usage,
      connections: { touch: async (_tenant, id) => void touched.push(id) },
      clock,
      sleep: clock.sleep,
      ids: { next: () => testId('evt'), uuid: () => '' },
      log: {
        info: () => undefined,
        warn: (_message, fields) => void warned.push(fields),
        error: () => undefined,
      },
    });
  const connection = (over: Partial<CallableConnection> = {}): CallableConnection => ({
    id: testId('conn'),
    name: 'Pets',
    baseUrl: 'https://pets.example.com/v1',
    ...over,
  });
  /** The events in the outbox of the workspace, oldest first. */
  const events = async () => {
    const items = await dynamodb.table.query({ partition: `TENANT#${tenantId}`, prefix: 'OUTBOX#' });
    return items.map((item): { type: string; data: Record<string, unknown> } =>
      JSON.parse(String(item['event'])),
    );
  };
  /** From now on nothing can be written or read. */
  const breakStore = () => void (broken = true);
  return { tenantId, clock, store, usage, gate, connection, events, touched, warned, counted, breakStore };
}

export type Gates = ReturnType<typeof gatesUnderTest>;

/** An answer with nothing in it. */
export function answer(
  status = 200,
  headers: Readonly<Record<string, string>> = {},
  url = 'https://pets.example.com/v1/pets',
): EgressResponse {
  return { status, headers, body: new Uint8Array(), url };
}

export function noAnswer(): EgressError {
  return new EgressError('UPSTREAM_TIMEOUT', 'No answer came in time.', { sent: true });
}

/** An API with a fixed window that begins with its first call, and tells of it in the fields of the draft. */
export function limitedUpstream({
  clock,
  limit,
  windowMs,
  name = 'default',
}: {
  clock: Gates['clock'];
  limit: number;
  windowMs: number;
  name?: string;
}) {
  let end = 0;
  let taken = 0;
  const statuses: number[] = [];
  return {
    statuses,
    send: async (): Promise<EgressResponse> => {
      await clock.sleep(20);
      const now = clock.now();
      if (now >= end) [end, taken] = [now + windowMs, 0];
      taken += 1;
      const status = taken > limit ? 429 : 200;
      statuses.push(status);
      const seconds = Math.ceil((end - now) / 1000);
      const headers = {
        'ratelimit-policy': `"${name}";q=${limit};w=${windowMs / 1000}`,
        ratelimit: `"${name}";r=${Math.max(0, limit - taken)};t=${seconds}`,
        ...(status === 429 ? { 'retry-after': String(seconds) } : {}),
      };
      await clock.sleep(20);
      return answer(status, headers);
    },
  };
}
