/**
 * `npm run --silent ingest:check -- DIR --out FILE.jsonl`: reads every document below a folder in this one process, on the
 * code path of production, and writes a line each: `{file, ok, version, operations, problems, ms, toolNames,
 * schemaBytesP99}` (`ok`: not refused; `version`: as the document states it; `ms`: all schemas included; `schemaBytesP99`:
 * of what an operation takes and of what it answers, whichever is more). Prints a summary with the peak memory.
 */
import { open, readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import type { DocumentProblem, Operation } from '../shared/domain/catalogue.ts';
import { systemClock } from '../shared/aws/clock.ts';
import { loadFiles } from '../shared/openapi/load-files.ts';
import { readDocument, type ApiDocument } from '../shared/openapi/read-document.ts';
import { createFolderEgress, folderUrl } from './folder-egress.ts';

interface Line {
  readonly file: string;
  readonly ok: boolean;
  readonly version: string | null;
  readonly operations: number;
  readonly problems: readonly DocumentProblem[];
  readonly ms: number;
  readonly toolNames: number;
  readonly schemaBytesP99: number;
}

/** What the summary needs of a line; the document itself is let go before the next one is read. */
interface Figures extends Pick<Line, 'ok' | 'operations' | 'ms' | 'schemaBytesP99'> {
  /** Of `ms`: parsing, operation index and problems. */
  readonly readMs: number;
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
const [folder] = positionals;
if (folder === undefined || values.out === undefined) {
  throw new Error('usage: ingest:check DIR --out FILE.jsonl');
}

const paths = (await readdir(folder, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.(json|ya?ml)$/i.test(entry.name) && entry.name !== 'index.json')
  .map((entry) => join(entry.parentPath, entry.name))
  .toSorted();
const egress = createFolderEgress(folder);
const figures: Figures[] = [];
const out = await open(values.out, 'w');
for (const path of paths) {
  const { line, readMs } = await check(path, relative(folder, path));
  await out.write(`${JSON.stringify(line)}\n`);
  const { ok, operations, ms, schemaBytesP99 } = line;
  figures.push({ ok, operations, ms, schemaBytesP99, readMs });
}
await out.close();
console.log(JSON.stringify(summary(figures), null, 2));

async function check(path: string, file: string): Promise<{ readonly line: Line; readonly readMs: number }> {
  const source = await readFile(path);
  const from = performance.now();
  const document = { source, url: folderUrl(file) };
  const files = await loadFiles({ document, egress, clock: systemClock });
  const result = readDocument({ ...document, files });
  const readMs = performance.now() - from;
  const version = statedVersion(source);
  if (!result.ok) {
    const { problems } = result;
    const line = {
      file,
      ok: false,
      version,
      operations: 0,
      problems,
      ms: round(readMs),
      toolNames: 0,
      schemaBytesP99: 0,
    };
    return { line, readMs };
  }
  const { entries } = result.document;
  const { ms: buildMs, bytes } = buildAll(result.document);
  const line = {
    file,
    ok: true,
    version,
    operations: entries.length,
    problems: result.document.problems,
    ms: round(readMs + buildMs),
    toolNames: new Set(entries.map(({ toolName }) => toolName)).size,
    schemaBytesP99: percentile(bytes, 0.99),
  };
  return { line, readMs };
}

/** Builds every operation and lets it go, as the store does; what they weigh is not on the clock. */
function buildAll(document: ApiDocument): { readonly ms: number; readonly bytes: readonly number[] } {
  let ms = 0;
  const bytes = document.entries.map((_, index) => {
    const from = performance.now();
    const operation = document.operationAt(index);
    ms += performance.now() - from;
    return schemaBytes(operation);
  });
  return { ms, bytes };
}

function schemaBytes({ parameters, requestBody, responses }: Operation): number {
  const [input, output] = [[parameters, requestBody ?? null], responses].map((part) =>
    Buffer.byteLength(JSON.stringify(part)),
  );
  return Math.max(input ?? 0, output ?? 0);
}

/** It stands near the start of nearly every document, and else wherever its name does. */
function statedVersion(source: Buffer): string | null {
  for (const part of [source.subarray(0, 4096), source]) {
    const stated = /["']?(?:openapi|swagger)["']?\s*:\s*["']?([0-9][0-9.]*)/.exec(part.toString('latin1'));
    if (stated) return stated[1] ?? null;
  }
  return null;
}

function percentile(sample: readonly number[], share: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}

function timesOf(sample: readonly number[]) {
  const [p50 = 0, p95 = 0, max = 0] = [0.5, 0.95, 1].map((share) => round(percentile(sample, share)));
  return { p50, p95, max };
}

function summary(all: readonly Figures[]) {
  const accepted = all.filter(({ ok }) => ok);
  return {
    documents: all.length,
    accepted: accepted.length,
    refused: all.length - accepted.length,
    operations: all.reduce((sum, { operations }) => sum + operations, 0),
    ms: timesOf(all.map(({ ms }) => ms)),
    ofWhichReadMs: timesOf(all.map(({ readMs }) => readMs)),
    ofWhichSchemasMs: timesOf(all.map(({ ms, readMs }) => ms - readMs)),
    schemaBytesP99: Math.max(0, ...all.map(({ schemaBytesP99 }) => schemaBytesP99)),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}
