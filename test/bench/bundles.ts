import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleEntry } from '../../infra/bundle-entry.ts';
import { bundleFunctions } from '../../infra/bundle.ts';
import { functionNames } from '../../infra/function-names.ts';
import { API } from '../../shared/api/routes.ts';
import { FUNCTION_SETTINGS } from '../../shared/aws/settings.ts';
import { figure, percentile, type Figure } from './figure.ts';

const ROUNDS = 15;

/** Size at start and load time of every function, as ratios to the reference handler of the same run. */
export async function benchBundles(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'apiq-bundles-'));
  try {
    const sizes = await bundleFunctions({ into: folder });
    const reference = await bundleEntry({
      entry: join(import.meta.dirname, 'reference-handler.ts'),
      outdir: join(folder, 'reference'),
    });
    const targets = [
      { name: 'reference', directory: join(folder, 'reference') },
      ...functionNames().map((name) => ({ name, directory: join(folder, name) })),
    ];
    const times = new Map<string, number[]>(targets.map(({ name }) => [name, []]));
    // Interleaved, so that a machine whose speed drifts slows all of them alike.
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { name, directory } of targets)
        times.get(name)?.push(loadTime(join(directory, 'index.mjs')));
    }
    const median = (name: string): number => percentile(times.get(name) ?? [], 0.5);
    // Round by round against the reference of the same moment, since the machine's speed drifts.
    const ratio = (name: string): number =>
      percentile(
        (times.get(name) ?? []).map((ms, round) => ms / (times.get('reference')?.[round] ?? Number.NaN)),
        0.5,
      );
    return [
      figure({
        id: 'bundles.reference.size',
        value: reference.atStart / 1024,
        unit: 'KB',
        how: 'bytes loaded at start: middy, zod, Logger, DynamoDB document client',
      }),
      figure({
        id: 'bundles.reference.load',
        value: median('reference'),
        unit: 'ms',
        how: `median of ${ROUNDS} imports, each in a process of its own`,
      }),
      ...functionNames().flatMap((name) => {
        const bar = Object.hasOwn(API, name) ? { bar: '<= 1.3' } : {};
        return [
          figure({
            id: `bundles.${name}.size`,
            value: sizes[name].atStart / reference.atStart,
            unit: 'ratio',
            ...bar,
            how: `${Math.round(sizes[name].atStart / 1024)} KB loaded at start / the reference's`,
          }),
          figure({
            id: `bundles.${name}.load`,
            value: ratio(name),
            unit: 'ratio',
            ...bar,
            how: `median import ${median(name).toFixed(1)} ms ; ratio to the reference's in the same round, median of ${ROUNDS}`,
          }),
        ];
      }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Milliseconds that a fresh process takes to import a module, its environment as in the template. */
function loadTime(file: string): number {
  const script = `const from = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); console.log(performance.now() - from); process.exit(0);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: ENVIRONMENT,
    encoding: 'utf8',
  });
  const value = Number(stdout.trim().split('\n').at(-1));
  if (!Number.isFinite(value) || value === 0) throw new Error(`${file} could not be loaded: ${stderr}`);
  return value;
}

const ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'x',
  AWS_SECRET_ACCESS_KEY: 'x',
  ...Object.fromEntries(
    Object.values(FUNCTION_SETTINGS)
      .flat()
      .map((name) => [name, name.startsWith('NIGHTLY_') ? '1' : 'x']),
  ),
  USER_POOL_ISSUER: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_abcdefghi',
  LOG_LEVEL: 'INFO',
  RATE_LIMITS: '{}',
  ORIGIN_TOKEN: '',
  EGRESS_ALLOW: '',
  PUBLIC_URL: '',
};
