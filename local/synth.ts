import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashFiles } from './synth/hash-files.ts';
import { withLock } from './synth/lock.ts';

/** A cloud assembly on disk. */
export interface SynthResult {
  readonly directory: string;
  /** Whether an earlier synthesis was taken. */
  readonly cached: boolean;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Where assemblies are kept unless told; a fresh data directory needs no new synthesis. */
export const ASSEMBLY_CACHE = join(ROOT, '.apiq', 'cloud');

/** All that the synthesized template and the bundled functions depend on. */
const SOURCES = [
  'infra',
  'functions',
  'shared',
  'statemachines',
  'cdk.json',
  'tsconfig.json',
  'package-lock.json',
  'docs/openapi.json',
];

/** Assemblies that are kept, the ones used last. */
const KEPT = 4;

/**
 * Synthesizes the CDK app of an environment into `<cache>/<hash>/`, where the hash is that of everything that goes in;
 * what has been synthesized before is taken as it is. Throws with the app's own words where it fails.
 * - `signal`: ends the child process.
 */
export async function synthesize(options: {
  readonly environment: string;
  readonly cache: string;
  readonly signal: AbortSignal | undefined;
}): Promise<SynthResult> {
  const { environment, cache, signal } = options;
  const hash = hashFiles({ root: ROOT, paths: SOURCES, salt: `${environment} ${process.version}` });
  const directory = join(cache, hash);
  if (isComplete(directory)) return reuse(directory);
  mkdirSync(cache, { recursive: true });
  // Beside the cache: two starts at once share one synthesis instead of writing the same assembly.
  return withLock({ file: `${resolve(cache)}.lock`, signal }, async () => {
    if (isComplete(directory)) return reuse(directory);
    const partial = `${directory}.partial`;
    rmSync(partial, { recursive: true, force: true });
    rmSync(directory, { recursive: true, force: true });
    await runApp({ environment, outdir: partial, signal });
    renameSync(partial, directory);
    dropOldest(cache);
    return { directory, cached: false };
  });
}

function isComplete(directory: string): boolean {
  return existsSync(join(directory, 'manifest.json'));
}

function reuse(directory: string): SynthResult {
  const now = new Date();
  utimesSync(directory, now, now);
  return { directory, cached: true };
}

function dropOldest(cache: string): void {
  const byAge = readdirSync(cache)
    .map((name) => ({ path: join(cache, name), usedAt: statSync(join(cache, name)).mtimeMs }))
    .toSorted((a, b) => b.usedAt - a.usedAt);
  for (const { path } of byAge.slice(KEPT)) rmSync(path, { recursive: true, force: true });
}

/** Runs `infra/app.ts` as the CDK CLI would (CDK, "Cloud assembly": `CDK_OUTDIR`, `CDK_CONTEXT_JSON`). */
function runApp(options: {
  environment: string;
  outdir: string;
  signal: AbortSignal | undefined;
}): Promise<void> {
  const { environment, outdir, signal } = options;
  const { NODE_OPTIONS: _own, ...inherited } = process.env;
  const child = spawn(process.execPath, ['infra/app.ts'], {
    cwd: ROOT,
    env: { ...inherited, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify({ environment }) },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal }),
  });
  const output: string[] = [];
  const keep = (chunk: string) => output.push(chunk);
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The CDK app could not be synthesized:\n${withoutStack(output.join(''))}`));
    });
  });
}

/** The app's own words; where in our code they were said helps nobody who only wants to start. */
function withoutStack(output: string): string {
  const lines = output.split('\n').filter((line) => !/^\s+at /u.test(line) && !line.startsWith('Node.js v'));
  return lines.join('\n').trim().slice(-4000);
}
