import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, type BuildOptions, type Metafile } from 'esbuild';

/** What a bundle weighs, in bytes. */
export interface BundleSize {
  /** `index.mjs` and the chunks that it imports statically: loaded at a cold start. */
  readonly atStart: number;
  /** With the chunks of dynamic imports, which are loaded when a call first needs them. */
  readonly total: number;
  readonly files: number;
}

/** ESM for Node 24 with nothing left outside. */
export const BUNDLE_OPTIONS = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // Of packages that ship both, modules are smaller and load faster.
  mainFields: ['module', 'main'],
  minify: true,
  // A crash prints the line it happened in.
  lineLimit: 300,
  legalComments: 'none',
  logLevel: 'error',
  // CommonJS packages inside an ES module still call require for what Node brings.
  banner: { js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);" },
} satisfies BuildOptions;

/** Paths of the metafile are relative to it. */
const ROOT = resolve(import.meta.dirname, '..');

/** Bundles one entry as `outdir/index.mjs`; dynamic imports become chunks beside it. What was in the directory is gone. */
export async function bundleEntry({ entry, outdir }: { entry: string; outdir: string }): Promise<BundleSize> {
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    ...BUNDLE_OPTIONS,
    absWorkingDir: ROOT,
    entryPoints: { index: entry },
    outdir,
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
    metafile: true,
  });
  return sizeOf({ outputs: metafile.outputs, start: join(outdir, 'index.mjs') });
}

function sizeOf({ outputs, start }: { outputs: Metafile['outputs']; start: string }): BundleSize {
  const files = new Map(Object.entries(outputs).map(([path, output]) => [resolve(ROOT, path), output]));
  const atStart = new Set<string>();
  const visit = (path: string) => {
    const file = files.get(path);
    if (file === undefined || atStart.has(path)) return;
    atStart.add(path);
    for (const { path: next, kind } of file.imports)
      if (kind === 'import-statement') visit(resolve(ROOT, next));
  };
  visit(resolve(start));
  const bytes = (paths: Iterable<string>) =>
    [...paths].reduce((sum, path) => sum + (files.get(path)?.bytes ?? 0), 0);
  return { atStart: bytes(atStart), total: bytes(files.keys()), files: files.size };
}
