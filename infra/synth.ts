import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from './build-app.ts';
import { bundleFunctions } from './bundle.ts';
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
  // The assembly gets copies, so that two syntheses at once never meet.
  const folder = mkdtempSync(join(tmpdir(), 'apiq-bundles-'));
  try {
    const started = performance.now();
    if (assets === 'bundle') await bundleFunctions({ into: folder });
    else writeFileSync(join(folder, 'index.mjs'), 'export const handler = () => {};\n');
    const bundled = performance.now();
    const codeOf = (name: string) => (assets === 'bundle' ? join(folder, name) : folder);
    const { directory } = buildApp({ environment: settings, codeOf, outdir }).synth();
    return { directory, milliseconds: { bundle: bundled - started, synth: performance.now() - bundled } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
