import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { figure, type Figure } from './figure.ts';

const WORKER = join(import.meta.dirname, 'refresh-worker.ts');
const run = promisify(execFile);

const Stored = z.object({ specHash: z.string() });
const Refreshed = z.object({
  storeMs: z.number(),
  diffMs: z.number(),
  rssMb: z.number(),
  changed: z.number(),
  puts: z.number(),
});

/**
 * What it takes to read a very large document again, of which two operations in five have changed, in a process of its own.
 * `file` is the version before, as `generateDocument` writes it.
 */
export async function refreshFigures(folder: string, file: string): Promise<readonly Figure[]> {
  const bucket = join(folder, 'bucket');
  const changed = join(folder, 'changed.json');
  const text = await readFile(file, 'utf8');
  await writeFile(changed, text.replaceAll('"maxLength":120', '"maxLength":100'));
  const { specHash } = Stored.parse(await work('store', bucket, file));
  const refreshed = Refreshed.parse(await work('refresh', bucket, specHash, changed));
  const of = `${refreshed.changed} changed operations`;
  return [
    figure({
      id: 'ingestion.refresh.read',
      value: refreshed.storeMs / 1000,
      unit: 's',
      how: 'CPU of reading and storing a version of 47 MB',
    }),
    figure({
      id: 'ingestion.refresh.compare',
      value: refreshed.diffMs / 1000,
      unit: 's',
      how: `CPU of comparing it with the one before, ${of}`,
    }),
    figure({
      id: 'ingestion.refresh.rss',
      value: refreshed.rssMb,
      unit: 'MB',
      how: 'peak of the process that does both',
    }),
    figure({
      id: 'ingestion.refresh.objects',
      value: refreshed.puts,
      unit: 'objects',
      how: 'written into the bucket; the table takes one update and one transaction, whatever the size',
    }),
  ];
}

async function work(...args: readonly string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, [WORKER, ...args]);
  return JSON.parse(stdout);
}
