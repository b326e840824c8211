import { gunzipSync, gzipSync } from 'node:zlib';
import { createSegmentBuilder } from '../../shared/planner/retrieval/build-segment.ts';
import { poolOf, type Searched } from '../../shared/planner/retrieval/pool.ts';
import { search } from '../../shared/planner/retrieval/search.ts';
import { openSegment } from '../../shared/planner/retrieval/segment.ts';
import { readApis } from '../../scripts/retrieval/read-apis.ts';
import { figure, percentile, type Figure } from './figure.ts';
import { generateOperations, generateRequests } from './generate-operations.ts';

const PER_API = 400;
const REQUESTS = 200;
const ROUNDS = 5;
const FOUND = 50;

/**
 * What finding operations takes: building a segment when a document changes, loading the segments of a workspace, one
 * request among 2,000 and among 20,000 operations. Over generated operations and over the documents of the folder that
 * APIQ_BENCH_DOCUMENTS names.
 */
export async function benchRetrieval(): Promise<readonly Figure[]> {
  const folder = process.env['APIQ_BENCH_DOCUMENTS'];
  const small = measure(generated(2000));
  const large = measure(generated(20_000));
  const real = folder === undefined ? undefined : measure(await documentsIn(folder));
  return [
    ...figuresOf('2000', small),
    ...figuresOf('20000', large),
    figure({
      id: 'retrieval.growth',
      value: large.p95 / small.p95,
      unit: 'ratio',
      how: 'p95 of a request among 20,000 operations / among 2,000',
    }),
    ...(real === undefined ? [] : figuresOf('documents', real)),
  ];
}

interface Built extends Pick<Searched, 'name'> {
  readonly bytes: Uint8Array;
  readonly buildMs: number;
}

interface Measured {
  readonly operations: number;
  readonly buildUs: number;
  readonly bytes: number;
  readonly loadMs: number;
  readonly p95: number;
}

function generated(operations: number): readonly Built[] {
  return Array.from({ length: operations / PER_API }, (_, seed) => {
    const list = generateOperations(PER_API, seed);
    const start = performance.now();
    const builder = createSegmentBuilder({ title: `API ${seed}` });
    for (const operation of list) builder.add(operation);
    const bytes = builder.finish();
    return { name: `API ${seed}`, bytes, buildMs: performance.now() - start };
  });
}

async function documentsIn(folder: string): Promise<readonly Built[]> {
  return readApis(folder);
}

function measure(built: readonly Built[]): Measured {
  const packed = built.map(({ name, bytes }) => ({ name, bytes: gzipSync(bytes) }));
  const loads = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    for (const { bytes } of packed) openSegment(gunzipSync(bytes));
    return performance.now() - start;
  });
  const apis = packed.flatMap(({ name, bytes }): Searched[] => {
    const segment = openSegment(gunzipSync(bytes));
    return segment === undefined ? [] : [{ name, segment }];
  });
  const operations = apis.reduce((sum, { segment }) => sum + segment.lengths.length, 0);
  const requests = generateRequests(REQUESTS, 99);
  const times = Array.from({ length: ROUNDS }, () =>
    requests.map((request) => {
      const start = performance.now();
      search(poolOf(apis), request, FOUND);
      return performance.now() - start;
    }),
  );
  return {
    operations,
    buildUs: (1000 * built.reduce((sum, { buildMs }) => sum + buildMs, 0)) / operations,
    bytes: built.reduce((sum, { bytes }) => sum + bytes.length, 0) / operations,
    loadMs: percentile(loads, 0.5),
    // The quickest round of each request: what else the machine does is not the search's.
    p95: percentile(
      requests.map((_, at) => Math.min(...times.map((round) => round[at] ?? Infinity))),
      0.95,
    ),
  };
}

function figuresOf(name: string, { operations, buildUs, bytes, loadMs, p95 }: Measured): readonly Figure[] {
  const among = `among ${operations} operations`;
  return [
    figure({
      id: `retrieval.${name}.build`,
      value: buildUs,
      unit: 'us',
      how: 'building a segment, per operation',
    }),
    figure({
      id: `retrieval.${name}.size`,
      value: bytes,
      unit: 'bytes',
      how: 'of a segment, per operation, not compressed',
    }),
    figure({
      id: `retrieval.${name}.load`,
      value: loadMs,
      unit: 'ms',
      bar: '<= 50',
      how: `unpacking and opening all segments, ${among}`,
    }),
    figure({
      id: `retrieval.${name}.p95`,
      value: p95,
      unit: 'ms',
      bar: '<= 5',
      how: `a request for three things, ${among}, the best of ${ROUNDS} rounds`,
    }),
  ];
}
