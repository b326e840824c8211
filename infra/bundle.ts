import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import { functionNames, type FunctionName } from './function-names.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What a bundle weighs, in bytes. */
export interface BundleSize {
  /** `index.mjs` and the chunks that it imports statically: loaded at a cold start. */
  readonly atStart: number;
  /** With the chunks of dynamic imports, which are loaded when a call first needs them. */
  readonly total: number;
  readonly files: number;
}

export type BundleSizes = Readonly<Record<FunctionName, BundleSize>>;

/** Files that lie beside a function's code: they are read when asked for, never loaded. */
const FILES: Partial<
  Record<FunctionName, { readonly from: string; readonly to: string; readonly names: string[] }>
> = {
  system: {
    from: 'node_modules/swagger-ui-dist',
    to: 'swagger-ui',
    names: ['swagger-ui-bundle.js', 'swagger-ui.css'],
  },
};

/** Where a function's bundle is: a directory with `index.mjs` and its chunks. */
export function bundleDirectory(name: FunctionName): string {
  return join(ROOT, 'dist', 'functions', name);
}

/**
 * Bundles every function into `dist/functions/<name>/`: `index.ts` as `index.mjs`, each `<worker>.worker.ts` beside it as
 * `<worker>.worker.mjs`. Writes `dist/meta.json` ({name: BundleSize}). One esbuild process serves all of them. Throws
 * where a function has no `index.ts`, or does not bundle.
 */
export async function bundleFunctions(): Promise<BundleSizes> {
  const names = functionNames();
  const missing = names.filter((name) => !existsSync(join(sourceDirectory(name), 'index.ts')));
  if (missing.length > 0) throw new Error(`These functions have no index.ts: ${missing.join(', ')}.`);
  const sizes = await Promise.all(names.map(async (name) => [name, await bundleFunction(name)] as const));
  // Made of every name, so that it has them all.
  const report = Object.fromEntries(sizes) as BundleSizes;
  await writeFile(join(ROOT, 'dist', 'meta.json'), `${JSON.stringify(report, null, 2)}\n`);
  return report;
}

async function bundleFunction(name: FunctionName): Promise<BundleSize> {
  const source = sourceDirectory(name);
  const outdir = bundleDirectory(name);
  const workers = (await readdir(source)).filter((file) => file.endsWith('.worker.ts'));
  const size = await bundleEntry({ entry: join(source, 'index.ts'), outdir });
  // Apart from the function, so that a worker loads nothing of it.
  await Promise.all(workers.map((worker) => bundleWorker({ entry: join(source, worker), outdir })));
  await copyFiles({ name, outdir });
  return size;
}

/**
 * Bundles one entry as `outdir/index.mjs`: ESM for Node 24, dynamic imports as chunks, nothing left outside. What was in
 * the directory is gone.
 */
export async function bundleEntry({ entry, outdir }: { entry: string; outdir: string }): Promise<BundleSize> {
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    ...OPTIONS,
    entryPoints: { index: entry },
    outdir,
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
    metafile: true,
  });
  return measure(metafile.outputs);
}

async function bundleWorker({ entry, outdir }: { entry: string; outdir: string }): Promise<void> {
  await build({ ...OPTIONS, entryPoints: [entry], outdir });
}

const OPTIONS = {
  absWorkingDir: ROOT,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // Of packages that ship both, modules are smaller and load faster.
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  logLevel: 'error',
  // CommonJS packages inside an ES module still call require for what Node brings.
  banner: { js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);" },
} satisfies BuildOptions;

function measure(outputs: Metafile['outputs']): BundleSize {
  const start = Object.keys(outputs).find((file) => file.endsWith('/index.mjs'));
  if (start === undefined) throw new Error('The bundle has no index.mjs.');
  const atStart = new Set<string>();
  const visit = (file: string) => {
    const output = outputs[file];
    if (output === undefined || atStart.has(file)) return;
    atStart.add(file);
    for (const { path, kind } of output.imports) if (kind === 'import-statement') visit(path);
  };
  visit(start);
  const bytesOf = (files: Iterable<string>) =>
    [...files].reduce((bytes, file) => bytes + (outputs[file]?.bytes ?? 0), 0);
  return {
    atStart: bytesOf(atStart),
    total: bytesOf(Object.keys(outputs)),
    files: Object.keys(outputs).length,
  };
}

async function copyFiles({ name, outdir }: { name: FunctionName; outdir: string }): Promise<void> {
  const files = FILES[name];
  if (files === undefined) return;
  const to = join(outdir, files.to);
  await mkdir(to, { recursive: true });
  await Promise.all(files.names.map((file) => copyFile(join(ROOT, files.from, file), join(to, file))));
}

function sourceDirectory(name: FunctionName): string {
  return join(ROOT, 'functions', name);
}
