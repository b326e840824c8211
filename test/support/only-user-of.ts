import { mkdir, rmdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until no other suite has a sample upstream for itself, and takes it; the answer gives it back. For suites that count
 * its calls, limit it or break it: all suites share one laptop cloud, in several processes.
 */
export async function onlyUserOf(sample: string): Promise<() => Promise<void>> {
  const lock = `${process.env['APIQ_TEST_DATA'] ?? ''}-${sample}`;
  while (!(await taken(lock))) await sleep(100);
  return () => rmdir(lock);
}

async function taken(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch {
    return false;
  }
}
