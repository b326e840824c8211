import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answering, withPaths } from '../../support/documents/build.ts';

const SCRIPT = new URL('../../../scripts/ingest-check.ts', import.meta.url).pathname;

const wide = Object.fromEntries(
  Array.from({ length: 400 }, (_, at) => [`field_${at}`, { type: 'string', description: 'x'.repeat(100) }]),
);
const DOCUMENTS: Readonly<Record<string, string>> = {
  'good.json': JSON.stringify(
    withPaths({ '/a': answering({ type: 'object', properties: wide }), '/b': answering({}) }),
  ),
  'below/old.yaml':
    'swagger: "2.0"\ninfo: {title: T, version: "1"}\nhost: a.example\npaths: {/a: {$ref: item.yaml}}\n',
  'below/item.yaml': 'get: {operationId: "a b", responses: {200: {description: Fine}}}\n',
  'faulty.yml': 'openapi: 3.0.0\ninfo: {title: T, version: "1"}\npaths: {"/a/{id}": {get: {}}}\n',
  'cut.json': '{"openapi": "3.1.0", "paths": {',
  'index.json': '[]',
  'notes.txt': 'openapi: 3.0.0',
};

test('every document below a folder has a line, and the summary counts them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'apiq-check-'));
  try {
    mkdirSync(join(folder, 'below'));
    for (const [name, text] of Object.entries(DOCUMENTS)) writeFileSync(join(folder, name), text);
    const out = join(folder, 'out.jsonl');
    const printed = execFileSync(process.execPath, [SCRIPT, folder, '--out', out], { encoding: 'utf8' });
    const lines = readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    const problem = {
      code: expect.any(String),
      message: expect.stringMatching(/\.$/),
      pointer: expect.any(String),
    };
    const common = { ms: expect.any(Number), schemaBytesP99: expect.any(Number) };
    const line = (file: string, rest: object) => ({ file, ok: true, problems: [], ...common, ...rest });
    expect(lines).toEqual([
      line('below/item.yaml', { ok: false, version: null, operations: 0, toolNames: 0, problems: [problem] }),
      line('below/old.yaml', { version: '2.0', operations: 1, toolNames: 1 }),
      line('cut.json', { ok: false, version: '3.1.0', operations: 0, toolNames: 0, problems: [problem] }),
      line('faulty.yml', {
        version: '3.0.0',
        operations: 1,
        toolNames: 1,
        problems: expect.arrayContaining([expect.objectContaining({ pointer: '/paths/~1a~1{id}/get' })]),
      }),
      line('good.json', { version: '3.0.3', operations: 2, toolNames: 2 }),
    ]);
    expect(JSON.parse(printed)).toMatchObject({
      documents: 5,
      accepted: 3,
      refused: 2,
      operations: 4,
      ms: { p50: expect.any(Number), p95: expect.any(Number), max: expect.any(Number) },
      ofWhichReadMs: { max: expect.any(Number) },
      ofWhichSchemasMs: { max: expect.any(Number) },
      peakRssMb: expect.any(Number),
    });
    // Of what is answered, since nothing is sent.
    const { schemaBytesP99 } = JSON.parse(printed);
    expect(schemaBytesP99).toBeGreaterThan(2000);
    expect(schemaBytesP99).toBeLessThanOrEqual(8192);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
