/**
 * Reads documents in a process of its own: `MODE FILE...`, with figures on lines of JSON. `parse`, `read` and `ingest` take
 * one file, so that the peak of the process is theirs, and load the same modules. `compare` leaves out what is refused.
 */
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { readDocument } from '../../shared/openapi/read-document.ts';

const [mode, ...files] = process.argv.slice(2);
const [first = ''] = files;
const ROUNDS = 7;
const PEER_ROUNDS = 3;

switch (mode) {
  case 'parse':
    answer(() => {
      parse(readFileSync(first).toString(), first);
      return 0;
    });
    break;
  case 'read':
    answer(() => read(readFileSync(first)).entries.length);
    break;
  case 'ingest':
    answer(() => ingest(readFileSync(first)));
    break;
  default:
    for (const file of files) {
      if (!readDocument({ source: readFileSync(file) }).ok) continue;
      console.log(JSON.stringify({ file, ...(await compare(file)) }));
    }
}

function parse(text: string, file: string): unknown {
  return file.endsWith('.json') ? JSON.parse(text) : load(text);
}

function read(source: Uint8Array) {
  const result = readDocument({ source });
  if (!result.ok) throw new Error(result.message);
  return result.document;
}

/** Builds every operation once and drops it, as the store does that writes them in chunks. */
function ingest(source: Uint8Array): number {
  const document = read(source);
  return document.entries.filter((_, at) => JSON.stringify(document.operationAt(at)).length > 0).length;
}

function answer(act: () => number): void {
  const from = performance.now();
  const operations = act();
  const ms = performance.now() - from;
  console.log(JSON.stringify({ operations, ms, rssMb: process.resourceUsage().maxRSS / 1024 }));
}

/** CPU of the bare parser, of reading, of all schemas and of swagger-parser, each a median of interleaved rounds, in ms. */
async function compare(file: string) {
  const source = readFileSync(file);
  const text = source.toString();
  const bare: number[] = [];
  const reading: number[] = [];
  const schemas: number[] = [];
  const ratio: number[] = [];
  const peer: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const parsed = await cpu(() => parse(text, file));
    const document = await cpu(() => read(source));
    const all = await cpu(() => document.value.entries.map((_, at) => document.value.operationAt(at)).length);
    if (round < PEER_ROUNDS) peer.push((await cpu(() => dereference(file))).ms);
    bare.push(parsed.ms);
    reading.push(document.ms);
    schemas.push(all.ms);
    ratio.push(document.ms / parsed.ms);
  }
  return {
    bytes: source.length,
    bare: median(bare),
    reading: median(reading),
    schemas: median(schemas),
    ratio: median(ratio),
    peer: median(peer),
  };
}

/** Nothing is fetched. Where the peer gives up, the time until then counts. */
async function dereference(file: string): Promise<void> {
  const { default: swaggerParser } = await import('@apidevtools/swagger-parser');
  await swaggerParser.dereference(file, { resolve: { http: false } }).catch(() => undefined);
}

/** Garbage of others is cleared first; a small document is read until it takes long enough to be measured. */
async function cpu<T>(act: () => T): Promise<{ readonly value: Awaited<T>; readonly ms: number }> {
  globalThis.gc?.();
  const from = process.cpuUsage();
  let times = 0;
  let ms = 0;
  for (;;) {
    const value = await act();
    times += 1;
    const { user, system } = process.cpuUsage(from);
    ms = (user + system) / 1000;
    if (ms >= 20) return { value, ms: ms / times };
  }
}

function median(sample: readonly number[]): number {
  return sample.toSorted((a, b) => a - b)[Math.floor(sample.length / 2)] ?? Number.NaN;
}
