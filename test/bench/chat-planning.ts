import { openApis, readApis } from '../../functions/chat/load-apis.ts';
import { connectionFor } from '../../scripts/evaluation/load-set.ts';
import { createCatalogueStore } from '../../shared/aws/catalogue-store.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { planRequest } from '../../shared/planner/plan-request.ts';
import { createSegmentBuilder } from '../../shared/planner/retrieval/build-segment.ts';
import { memoryBucket } from '../support/memory-bucket.ts';
import { figure, percentile, type Figure } from './figure.ts';
import { generateOperations, generateRequests } from './generate-operations.ts';

const PER_API = 400;
const REQUESTS = 60;
const ROUNDS = 3;

/**
 * Planning by rules as chat does it, from the connections to the plan: segments and operations out of a bucket in memory,
 * compressed. Once in a function that has just started, then in one that has answered before.
 */
export async function benchChatPlanning(): Promise<readonly Figure[]> {
  return [...(await measure(2000, 100)), ...(await measure(20_000, 300))];
}

async function measure(operations: number, bar: number): Promise<readonly Figure[]> {
  const bucket = memoryBucket();
  const connections = await Promise.all(
    Array.from({ length: operations / PER_API }, (_, seed) => store(createCatalogueStore({ bucket }), seed)),
  );
  const catalogues = createCatalogueStore({ bucket });
  const listAll = async (): Promise<readonly Connection[]> => connections;
  const plan = async (message: string): Promise<number> => {
    const start = performance.now();
    const opened = await openApis({
      tenantId: 'evaluation',
      named: undefined,
      connections: { listAll },
      catalogues,
    });
    const apis = await readApis({ opened, texts: [message], steps: [], catalogues });
    await planRequest({ message, apis, deadlineMs: 25_000, clock: { now: () => performance.now() } });
    return performance.now() - start;
  };
  const requests = generateRequests(REQUESTS, 99);
  const first = await plan(requests[0] ?? '');
  const reads = bucket.reads;
  const best = requests.map(() => Infinity);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [at, request] of requests.entries())
      best[at] = Math.min(best[at] ?? Infinity, await plan(request));
  }
  const among = `among ${operations} operations of ${connections.length} APIs`;
  return [
    figure({
      id: `chat.${operations}.p95`,
      value: percentile(best, 0.95),
      unit: 'ms',
      bar: `<= ${bar}`,
      how: `a plan by rules, from the connections on, ${among}, the best of ${ROUNDS} rounds`,
    }),
    figure({
      id: `chat.${operations}.first`,
      value: first,
      unit: 'ms',
      how: `the first plan of a function, all segments read and unpacked, ${among}`,
    }),
    figure({
      id: `chat.${operations}.reads`,
      value: reads,
      unit: 'count',
      how: `objects that the first plan reads, ${among}`,
    }),
  ];
}

async function store(catalogues: ReturnType<typeof createCatalogueStore>, seed: number): Promise<Connection> {
  const operations = generateOperations(PER_API, seed);
  const specHash = `sha256:${seed.toString(16).padStart(64, '0')}`;
  const title = `API ${seed}`;
  const builder = createSegmentBuilder({ title });
  for (const operation of operations) builder.add(operation);
  const head = { specHash, title, version: '1', servers: [], securitySchemes: {}, problems: [] };
  await catalogues.put('evaluation', { ...head, operations, segment: builder.finish() });
  return { ...connectionFor(title), specHash, endpointCount: PER_API };
}
