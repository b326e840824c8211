import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { functionNames, type FunctionName } from './function-names.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What a bundle weighs, in bytes. `entry` is loaded at a cold start; the rest when a call first needs it. */
export interface BundleSize {
  readonly entry: number;
  /** `index.mjs` and the chunks that it imports statically. */
  readonly atStart: number;
  readonly total: number;
  readonly files: number;
}

export type BundleSizes = Readonly<Record<FunctionName, BundleSize>>;

/** Where a function's bundle is: a directory with `index.mjs` and its chunks. */
export function bundleDirectory(name: FunctionName): string {
  return join(ROOT, 'dist', 'functions', name);
}

/**
 * Bundles every function into `dist/functions/<name>/` and writes `dist/meta.json` ({name: BundleSize}). One esbuild
 * process serves all of them. Throws where a function has no `functions/<name>/index.ts`.
 */
export async function bundleFunctions(): Promise<BundleSizes> {
  const names = functionNames();
  const missing = names.filter((name) => !existsSync(entryOf(name)));
  if (missing.length > 0) throw new Error(`These functions have no index.ts: ${missing.join(', ')}.`);
  const sizes = await Promise.all(
    names.map(async (name) => {
      const size = await bundleEntry({ entry: entryOf(name), outdir: bundleDirectory(name) });
      return [name, size] as const;
    }),
  );
  // Built from every name, so that it has them all.
  const report = Object.fromEntries(sizes) as BundleSizes;
  await mkdir(join(ROOT, 'dist'), { recursive: true });
  await writeFile(join(ROOT, 'dist', 'meta.json'), `${JSON.stringify(report, null, 2)}\n`);
  return report;
}

/** Bundles one entry as `outdir/index.mjs`: ESM for Node 24, dynamic imports as chunks, nothing left outside. */
export async function bundleEntry({ entry, outdir }: { entry: string; outdir: string }): Promise<BundleSize> {
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { index: entry },
    outdir,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // Packages that ship both are smaller and load faster as modules.
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
    // CommonJS packages in an ES module still call require for what Node brings.
    banner: { js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);" },
  });
  const outputs = Object.entries(metafile.outputs);
  const start = outputs.find(
    ([, output]) => output.entryPoint !== undefined && !output.entryPoint.startsWith('node_modules'),
  )?.[0];
  return measure(metafile.outputs, start);
}

type Outputs = Awaited<ReturnType<typeof build<{ metafile: true }>>>['metafile']['outputs'];

function measure(outputs: Outputs, start: string | undefined): BundleSize {
  const atStart = new Set<string>();
  const visit = (file: string) => {
    if (atStart.has(file)) return;
    atStart.add(file);
    for (const { path, kind } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement' && outputs[path]) visit(path);
  };
  if (start !== undefined) visit(start);
  const sum = (files: Iterable<string>) =>
    [...files].reduce((bytes, file) => bytes + (outputs[file]?.bytes ?? 0), 0);
  return {
    entry: start === undefined ? 0 : sum([start]),
    atStart: sum(atStart),
    total: sum(Object.keys(outputs)),
    files: Object.keys(outputs).length,
  };
}

function entryOf(name: FunctionName): string {
  return join(ROOT, 'functions', name, 'index.ts');
}
