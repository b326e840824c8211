import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import * as z from 'zod';
import { figure, percentile, type Figure } from './figure.ts';
import { generateDocument } from './generate-document.ts';
import { refreshFigures } from './refresh.ts';

const WORKER = join(import.meta.dirname, 'ingestion-worker.ts');
const OPERATIONS = 22_000;
/** Of a description; makes a document of so many operations 47 MB. */
const PADDING = 1370;

const Compared = z.object({
  file: z.string(),
  bytes: z.number(),
  bare: z.number(),
  reading: z.number(),
  schemas: z.number(),
  ratio: z.number(),
  peer: z.number(),
});
type Compared = z.infer<typeof Compared>;
const Peak = z.object({ operations: z.number(), ms: z.number(), rssMb: z.number() });

/**
 * What reading a document takes (parsing it, indexing its operations, finding its faults) beside the bare parser and
 * beside swagger-parser; and how a very large document is ingested. Over generated documents and over those of the folder
 * that APIQ_BENCH_DOCUMENTS names.
 */
export async function benchIngestion(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'apiq-ingestion-'));
  try {
    const medium = generateDocument({ operations: 3000, padding: 900 });
    const small = generateDocument({ operations: 300, padding: 300 });
    const files = {
      json: await write(join(folder, 'medium.json'), JSON.stringify(medium, null, 2)),
      smallJson: await write(join(folder, 'small.json'), JSON.stringify(small)),
      yaml: await write(
        join(folder, 'medium.yaml'),
        dump(generateDocument({ operations: 1000, padding: 600 })),
      ),
      smallYaml: await write(join(folder, 'small.yaml'), dump(small)),
      large: await write(
        join(folder, 'large.json'),
        JSON.stringify(generateDocument({ operations: OPERATIONS, padding: PADDING })),
      ),
    };
    const { json, smallJson, yaml, smallYaml, large } = files;
    const extra = process.env['APIQ_BENCH_DOCUMENTS'];
    return [
      ...(await ratios('generated', [json, smallJson, yaml, smallYaml])),
      ...(await peaks('json', json)),
      ...(await peaks('yaml', yaml)),
      ...(await largest(large)),
      ...(await refreshFigures(folder, large)),
      ...(extra === undefined ? [] : await ratios('documents', await documentsIn(extra))),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function write(path: string, text: string): Promise<string> {
  await writeFile(path, text);
  return path;
}

async function documentsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(json|ya?ml)$/i.test(entry.name) && entry.name !== 'index.json')
    .map((entry) => join(entry.parentPath, entry.name));
}

async function ratios(set: string, files: readonly string[]): Promise<readonly Figure[]> {
  const all = (await lines(['compare', ...files])).map((line) => Compared.parse(line));
  const kinds = { json: all.filter(isJson), yaml: all.filter((one) => !isJson(one)) };
  const id = `ingestion.${set}`;
  return [
    ...ratioOf(`${id}.json`, kinds.json, '<= 2', 'JSON.parse'),
    ...ratioOf(`${id}.yaml`, kinds.yaml, '<= 1.5', 'js-yaml'),
    figure({
      id: `${id}.peer`,
      value: sum(all, 'reading') / sum(all, 'peer'),
      unit: 'ratio',
      bar: '<= 0.333',
      how: `CPU of reading / of swagger-parser's dereference (${ms(sum(all, 'peer'))})`,
    }),
    figure({
      id: `${id}.schemas`,
      value: sum(all, 'schemas') / sum(all, 'reading'),
      unit: 'ratio',
      how: `CPU of building every operation (${ms(sum(all, 'schemas'))}) / of reading`,
    }),
  ];
}

function ratioOf(id: string, all: readonly Compared[], bar: string, parser: string): readonly Figure[] {
  if (all.length === 0) return [];
  const each = all.map(({ ratio }) => ratio);
  return [
    figure({
      id: `${id}.cpu`,
      value: sum(all, 'reading') / sum(all, 'bare'),
      unit: 'ratio',
      bar,
      how: `CPU of parse, index and problems (${ms(sum(all, 'reading'))}) / of ${parser}, ${all.length} documents together`,
    }),
    figure({
      id: `${id}.cpu.p95`,
      value: percentile(each, 0.95),
      unit: 'ratio',
      how: `the same by document; median ${percentile(each, 0.5).toFixed(2)}`,
    }),
  ];
}

async function peaks(kind: string, file: string): Promise<readonly Figure[]> {
  const [bare, reading] = await Promise.all([peakOf('parse', file), peakOf('read', file)]);
  return [
    figure({
      id: `ingestion.${kind}.rss`,
      value: reading.rssMb / bare.rssMb,
      unit: 'ratio',
      bar: '<= 1.5',
      how: `peak of a process that reads (${Math.round(reading.rssMb)} MB) / of one that parses`,
    }),
  ];
}

async function largest(file: string): Promise<readonly Figure[]> {
  const { operations, ms: time, rssMb } = await peakOf('ingest', file);
  return [
    figure({
      id: 'ingestion.large.operations',
      value: operations,
      unit: 'operations',
      bar: `= ${OPERATIONS}`,
      how: 'built from a document of 47 MB',
    }),
    figure({
      id: 'ingestion.large.time',
      value: time / 1000,
      unit: 's',
      bar: '<= 5',
      how: 'with all schemas, in a cold process',
    }),
    figure({
      id: 'ingestion.large.rss',
      value: rssMb,
      unit: 'MB',
      bar: '<= 600',
      how: 'peak of that process',
    }),
  ];
}

async function peakOf(mode: string, file: string): Promise<z.infer<typeof Peak>> {
  return Peak.parse((await lines([mode, file]))[0]);
}

function lines(args: readonly string[]): Promise<readonly unknown[]> {
  const options = { maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['--expose-gc', WORKER, ...args], options, (error, stdout) => {
      if (error === null)
        resolve(
          stdout
            .trim()
            .split('\n')
            .map((line): unknown => JSON.parse(line)),
        );
      else reject(error);
    });
  });
}

function isJson({ file }: Compared): boolean {
  return file.endsWith('.json');
}

function sum(all: readonly Compared[], member: 'bare' | 'reading' | 'schemas' | 'peer'): number {
  return all.reduce((total, one) => total + one[member], 0);
}

function ms(value: number): string {
  return `${Math.round(value)} ms`;
}
