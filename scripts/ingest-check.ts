/**
 * `npm run --silent ingest:check -- DIR --out FILE.jsonl`: reads every document below a folder in this one process, on the
 * code path of production, and writes a line each: `{file, ok, version, operations, problems, ms, toolNames,
 * schemaBytesP99}` (`ok`: not refused; `version`: as the document states it). Prints a summary with the peak memory.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Catalogue } from '../shared/domain/catalogue.ts';
import { loadFiles } from '../shared/openapi/load-files.ts';
import { readDocument } from '../shared/openapi/read-document.ts';
import { systemClock } from '../shared/aws/clock.ts';
import { createFolderEgress, folderUrl } from './folder-egress.ts';
import { toCatalogue } from '../shared/openapi/to-catalogue.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
const [folder] = positionals;
if (folder === undefined || values.out === undefined) {
  throw new Error('usage: ingest:check DIR --out FILE.jsonl');
}

interface Line {
  readonly file: string;
  readonly ok: boolean;
  readonly version: string | null;
  readonly operations: number;
  readonly problems: readonly { readonly code: string; readonly message: string; readonly pointer: string }[];
  readonly ms: number;
  readonly toolNames: number;
  readonly schemaBytesP99: number;
}

const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.(json|ya?ml)$/i.test(entry.name) && entry.name !== 'index.json')
  .map((entry) => join(entry.parentPath, entry.name))
  .toSorted();

const egress = createFolderEgress(folder);
const lines: Line[] = [];
for (const path of files) lines.push(await check(path, path.slice(folder.length).replace(/^\//, '')));
await writeFile(values.out, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
console.log(JSON.stringify(summary(lines), null, 2));

async function check(path: string, file: string): Promise<Line> {
  const source = await readFile(path);
  const document = { source, url: folderUrl(file) };
  const from = performance.now();
  const files = await loadFiles({ document, egress, clock: systemClock });
  const result = readDocument({ ...document, files });
  if (result.ok) toCatalogue(result.document);
  const ms = Math.round((performance.now() - from) * 100) / 100;
  const version = statedVersion(source);
  if (!result.ok) {
    const whole =
      result.problems.length > 0
        ? result.problems
        : [{ code: result.code, message: result.message, pointer: '' }];
    return { file, ok: false, version, operations: 0, problems: whole, ms, toolNames: 0, schemaBytesP99: 0 };
  }
  const { operations, problems } = toCatalogue(result.document);
  return {
    file,
    ok: true,
    version,
    operations: operations.length,
    problems,
    ms,
    toolNames: new Set(operations.map(({ toolName }) => toolName)).size,
    schemaBytesP99: percentile(operations.map(schemaBytes), 0.99),
  };
}

/** Of the input of an operation: its parameters and its body. */
function schemaBytes({ parameters, requestBody }: Catalogue['operations'][number]): number {
  return Buffer.byteLength(JSON.stringify([parameters, requestBody ?? null]));
}

function statedVersion(source: Buffer): string | null {
  const head = source.toString('utf8');
  return /["']?(?:openapi|swagger)["']?\s*:\s*["']?([0-9][0-9.]*)/.exec(head)?.[1] ?? null;
}

function percentile(sample: readonly number[], share: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function summary(all: readonly Line[]) {
  const times = all.map(({ ms }) => ms);
  return {
    documents: all.length,
    accepted: all.filter(({ ok }) => ok).length,
    refused: all.filter(({ ok }) => !ok).length,
    operations: all.reduce((sum, { operations }) => sum + operations, 0),
    ms: { p50: percentile(times, 0.5), p95: percentile(times, 0.95), max: percentile(times, 1) },
    schemaBytesP99: percentile(
      all.map(({ schemaBytesP99 }) => schemaBytesP99),
      1,
    ),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}
