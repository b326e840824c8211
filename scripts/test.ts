/**
 * Runs every suite and ends with one line that counts them all: `N passed, N failed`. Arguments go to Jest
 * (`npm test -- --selectProjects unit`). Exits 1 where a test failed, a suite could not run, or none ran.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

const folder = await mkdtemp(join(tmpdir(), 'apiq-test-'));
const outputFile = join(folder, 'results.json');
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const child = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    jest,
    '--json',
    `--outputFile=${outputFile}`,
    ...process.argv.slice(2),
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
const code = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? 1)));
const text = await readFile(outputFile, 'utf8').catch(() => undefined);
await rm(folder, { recursive: true, force: true });

const results: Results | undefined = text === undefined ? undefined : JSON.parse(text);
if (results === undefined) {
  console.error('Jest ended without results.');
  process.exit(1);
}
const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
console.log(`${results.numPassedTests} passed, ${failed} failed`);
process.exit(code === 0 && failed === 0 && results.numPassedTests > 0 ? 0 : 1);
