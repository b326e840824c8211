import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { holderOf, take } from './synth/lock.ts';

/** Where the laptop cloud keeps everything. */
export interface DataDirectory {
  /** Key material, queues, users, mail, events: the services' own database. */
  readonly state: string;
  readonly dynamodb: string;
  readonly objects: string;
  /** Of functions, one file each. */
  readonly logs: string;
  /** The laptop cloud's own log. */
  readonly cloudLog: string;
  /** Lets another process use the directory. */
  release(): void;
}

const DATA = ['cloud.sqlite', 'dynamodb.sqlite'].flatMap((file) => [file, `${file}-wal`, `${file}-shm`]);

/**
 * Opens a data directory for this process alone; throws a sentence where another one uses it. `reset` removes all data
 * first, and nothing else that may lie there.
 */
export function openDataDirectory(options: {
  readonly path: string;
  readonly reset: boolean;
}): DataDirectory {
  const { path, reset } = options;
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const lock = join(path, 'lock');
  // The first try removes the lock of a process that is gone.
  if (!take(lock) && !take(lock))
    throw new Error(
      `Another laptop cloud (process ${holderOf(lock) ?? 'unknown'}) uses ${path}. Stop it, or choose another directory with --data DIR.`,
    );
  if (reset) {
    for (const name of [...DATA, 'objects', 'logs'])
      rmSync(join(path, name), { recursive: true, force: true });
  }
  mkdirSync(join(path, 'logs'), { recursive: true });
  return {
    state: join(path, 'cloud.sqlite'),
    dynamodb: join(path, 'dynamodb.sqlite'),
    objects: join(path, 'objects'),
    logs: join(path, 'logs'),
    cloudLog: join(path, 'logs', 'laptop-cloud.log'),
    release: () => rmSync(lock, { force: true }),
  };
}
