import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { BUNDLE_OPTIONS, bundleTogether, type BundleSize } from './bundle-together.ts';
import { functionNames, type FunctionName } from './function-names.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export type BundleSizes = Readonly<Record<FunctionName, BundleSize>>;

/** Uses next to nothing of what the others share, and would have to load it. */
const ALONE: ReadonlySet<FunctionName> = new Set(['custom-message']);

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
 * `<worker>.worker.mjs`. Writes `dist/meta.json` ({name: BundleSize}). Throws where a function has no `index.ts`, or does
 * not bundle.
 */
export async function bundleFunctions(): Promise<BundleSizes> {
  const names = functionNames();
  const bundles = names.map((name) => ({
    name,
    entry: join(sourceDirectory(name), 'index.ts'),
    outdir: bundleDirectory(name),
  }));
  const missing = bundles.filter(({ entry }) => !existsSync(entry)).map(({ name }) => name);
  if (missing.length > 0) throw new Error(`These functions have no index.ts: ${missing.join(', ')}.`);
  const together = bundles.filter(({ name }) => !ALONE.has(name));
  const alone = bundles.filter(({ name }) => ALONE.has(name));
  const sizes = await Promise.all([
    bundleTogether(together),
    ...alone.map((bundle) => bundleTogether([bundle])),
  ]);
  await Promise.all(names.map((name) => addFiles(name)));
  // Made of every bundle, so that it has every name.
  const report = Object.fromEntries(sizes.flatMap((some) => [...some])) as BundleSizes;
  await writeFile(join(ROOT, 'dist', 'meta.json'), `${JSON.stringify(report, null, 2)}\n`);
  return report;
}

/** Bundles one entry by itself as `outdir/index.mjs`. */
export async function bundleEntry({ entry, outdir }: { entry: string; outdir: string }): Promise<BundleSize> {
  const sizes = await bundleTogether([{ name: 'entry', entry, outdir }]);
  const size = sizes.get('entry');
  if (size === undefined) throw new Error(`${entry} was not bundled.`);
  return size;
}

async function addFiles(name: FunctionName): Promise<void> {
  const source = sourceDirectory(name);
  const outdir = bundleDirectory(name);
  const workers = (await readdir(source)).filter((file) => file.endsWith('.worker.ts'));
  await Promise.all([
    // Apart from the function, so that a worker loads nothing of it.
    ...workers.map((worker) => build({ ...BUNDLE_OPTIONS, entryPoints: [join(source, worker)], outdir })),
    copyFiles({ name, outdir }),
  ]);
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
