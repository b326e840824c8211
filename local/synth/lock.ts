import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../error-code.ts';

const POLL_MS = 100;
/** A lock file without a process id is being written, or its writer died in that moment. */
const HALF_WRITTEN_MS = 2000;

/** Runs `work` while no other process does; a lock whose process is gone does not count. */
export async function withLock<T>(
  options: { readonly file: string; readonly signal: AbortSignal | undefined },
  work: () => Promise<T>,
): Promise<T> {
  const { file, signal } = options;
  while (!take(file)) await sleep(POLL_MS, undefined, signal && { signal });
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** Takes the lock at once or not at all: the process id of its holder is in the file. */
export function take(file: string): boolean {
  try {
    const handle = openSync(file, 'wx');
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    if (isStale(file)) rmSync(file, { force: true });
    return false;
  }
}

/** The process that holds a lock; undefined where it is free or just being written. */
export function holderOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isStale(file: string): boolean {
  const holder = holderOf(file);
  if (holder !== undefined) return !isAlive(holder);
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs > HALF_WRITTEN_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
