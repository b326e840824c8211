import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A laptop cloud in a process of its own, as `npm start` runs it, on a free port and fresh data. */
export async function bootLaptop({
  flags = [],
  env = {},
}: {
  readonly flags?: readonly string[];
  /** Beside this process's own. */
  readonly env?: Readonly<Record<string, string>>;
} = {}): Promise<{ url: string; data: string; close(): Promise<void> }> {
  const data = await mkdtemp(join(tmpdir(), 'apiq-journey-'));
  const child = spawn(process.execPath, ['local/start.ts', '--data', data, '--port', '0', ...flags], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
  const url = await addressOf(child);
  return {
    url,
    data,
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const url = /Ready[\s\S]*Address\s+(http:\S+)/.exec(output)?.[1];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`The laptop cloud ended with ${code}:\n${output}`)));
  });
}
