import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { BUNDLE_OPTIONS, bundleEntry, type BundleSize } from './bundle-entry.ts';
import { functionNames, type FunctionName } from './function-names.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

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

/**
 * Bundles every function into `<into>/<name>/`: `index.ts` as `index.mjs`, each `<worker>.worker.ts` beside it as
 * `<worker>.worker.mjs`. Throws where a function has no `index.ts`, or does not bundle.
 */
export async function bundleFunctions({ into }: { readonly into: string }): Promise<BundleSizes> {
  const names = functionNames();
  const missing = names.filter((name) => !existsSync(entryOf(name)));
  if (missing.length > 0) throw new Error(`These functions have no index.ts: ${missing.join(', ')}.`);
  const sizes = await Promise.all(
    names.map(async (name) => {
      const outdir = join(into, name);
      const size = await bundleEntry({ entry: entryOf(name), outdir });
      await addFiles({ name, outdir });
      return [name, size] as const;
    }),
  );
  // Made of every bundle, so that it has every name.
  return Object.fromEntries(sizes) as BundleSizes;
}

async function addFiles({ name, outdir }: { name: FunctionName; outdir: string }): Promise<void> {
  const source = sourceDirectory(name);
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

function entryOf(name: FunctionName): string {
  return join(sourceDirectory(name), 'index.ts');
}
