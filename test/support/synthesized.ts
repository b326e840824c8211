import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashFiles } from '../../local/synth/hash-files.ts';
import { withLock } from '../../local/synth/lock.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What the templates depend on; the code of the functions is a placeholder here. */
const SOURCES = [
  'infra',
  'shared/api',
  'shared/aws/table.ts',
  'shared/domain',
  'statemachines',
  'package-lock.json',
];

interface TemplateResource {
  /** Path of the stack and the logical id. */
  readonly id: string;
  readonly stack: string;
  readonly type: string;
  // Templates are JSON of any shape; tests look into them and compare.
  readonly properties: Json;
  readonly deletionPolicy: string | undefined;
}

export type Json = { readonly [name: string]: JsonValue | undefined };
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | Json;

/** What CDK wrote about acknowledged findings: where, which rule, and why. */
interface Acknowledged {
  readonly path: string;
  readonly rule: string;
  readonly reason: string;
}

export interface Synthesized {
  readonly resources: readonly TemplateResource[];
  /** Of one type. */
  ofType(type: string): readonly TemplateResource[];
  readonly acknowledged: readonly Acknowledged[];
  /** The text of every template. */
  readonly text: string;
}

/**
 * Synthesizes an environment as the CDK CLI does: in a process of its own, which fails on a finding of cdk-nag that is
 * not acknowledged. Test files share the result as long as nothing it depends on changes.
 */
export async function synthesized(environment = 'local'): Promise<Synthesized> {
  const hash = hashFiles({ root: ROOT, paths: SOURCES, salt: `${environment} ${process.version}` });
  const directory = join(tmpdir(), `apiq-infra-${hash}`);
  mkdirSync(tmpdir(), { recursive: true });
  await withLock({ file: `${directory}.lock`, signal: undefined }, async () => {
    if (existsSync(directory)) return;
    const partial = `${directory}.partial`;
    rmSync(partial, { recursive: true, force: true });
    await runApp({ environment, outdir: partial });
    renameSync(partial, directory);
  });
  return read(directory);
}

/** Runs `infra/app.ts`; rejects with what it said where it fails. */
export function runApp({ environment, outdir }: { environment: string; outdir: string }): Promise<void> {
  const { NODE_OPTIONS: _ofJest, ...env } = process.env;
  const context = JSON.stringify({ environment, assets: 'placeholder' });
  const child = spawn(process.execPath, ['infra/app.ts'], {
    cwd: ROOT,
    env: { ...env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: context },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(said))));
  });
}

function read(directory: string): Synthesized {
  const files = readdirSync(directory).filter((file) => file.endsWith('.template.json'));
  const resources = files.flatMap((file) => resourcesOf(directory, file));
  const metadata = readdirSync(directory).filter((file) => file.endsWith('.metadata.json'));
  return {
    resources,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    acknowledged: metadata.flatMap((file) => acknowledgedIn(readJson(join(directory, file)))),
    text: files.map((file) => readFileSync(join(directory, file), 'utf8')).join('\n'),
  };
}

function resourcesOf(directory: string, file: string): TemplateResource[] {
  const stack = file.replace('.template.json', '');
  return Object.entries(object(readJson(join(directory, file)).Resources)).map(([logicalId, body]) => {
    const { Type, Properties, DeletionPolicy } = object(body);
    return {
      id: `${stack}/${logicalId}`,
      stack,
      type: string(Type),
      properties: object(Properties),
      deletionPolicy: typeof DeletionPolicy === 'string' ? DeletionPolicy : undefined,
    };
  });
}

function acknowledgedIn(metadata: Json): Acknowledged[] {
  return Object.entries(metadata).flatMap(([path, entries]) =>
    list(entries).flatMap((entry) => {
      const { type, data } = object(entry);
      if (type !== 'aws:cdk:acknowledged-rules') return [];
      return Object.entries(object(data)).map(([rule, reason]) => ({
        path,
        rule: rule.replace(/^annotation::/i, ''),
        reason: string(reason),
      }));
    }),
  );
}

function readJson(file: string): Json {
  return object(JSON.parse(readFileSync(file, 'utf8')));
}

/** The object that a value is; an empty one for anything else. */
export function object(value: JsonValue | undefined): Json {
  // A JSON value that is neither an array nor a scalar is an object of JSON values.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The list that a value is, or a list of the one value; empty where there is none. */
export function list(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) return [];
  // The narrowing of Array.isArray loses readonly.
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
}

/** The string that a value is; empty for anything else. */
export function string(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
