import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from './build-app.ts';
import { bundleDirectory, bundleFunctions } from './bundle.ts';
import { environmentNamed } from './environments.ts';

export interface SynthOptions {
  /** `local`, `staging` or `production`. */
  readonly environment: string;
  /** Where the cloud assembly goes; undefined: where CDK says (`CDK_OUTDIR`, else a temporary directory). */
  readonly outdir?: string;
  /**
   * `bundle`: the functions as they deploy. `placeholder`: an empty module for each; the templates are the same but
   * for the hashes of the code, for tests that read templates only.
   */
  readonly assets?: 'bundle' | 'placeholder';
}

export interface SynthResult {
  /** The cloud assembly. */
  readonly directory: string;
  readonly milliseconds: { readonly bundle: number; readonly synth: number };
}

/**
 * Bundles the functions and writes the cloud assembly of an environment: offline, without an account, without Docker.
 * Throws for an unknown environment, a function that does not bundle, and a finding of cdk-nag that is not acknowledged.
 */
export async function synth({ environment, outdir, assets = 'bundle' }: SynthOptions): Promise<SynthResult> {
  const settings = environmentNamed(environment);
  const started = performance.now();
  if (assets === 'bundle') await bundleFunctions();
  const placeholder = assets === 'placeholder' ? emptyModule() : undefined;
  const bundled = performance.now();
  const app = buildApp({
    environment: settings,
    codeOf: (name) => placeholder ?? bundleDirectory(name),
    outdir,
  });
  const { directory } = app.synth();
  if (placeholder !== undefined) rmSync(placeholder, { recursive: true });
  return { directory, milliseconds: { bundle: bundled - started, synth: performance.now() - bundled } };
}

function emptyModule(): string {
  const directory = mkdtempSync(join(tmpdir(), 'apiq-placeholder-'));
  writeFileSync(join(directory, 'index.mjs'), 'export const handler = () => {};\n');
  return directory;
}
