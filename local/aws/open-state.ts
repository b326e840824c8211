import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * Opens the database in which the services of the laptop cloud keep what must outlive a restart. It holds the key
 * material of the local KMS, so only its owner may read the file. `:memory:` gives one that is gone with the process.
 */
export function openState(file: string): DatabaseSync {
  const state = new DatabaseSync(file);
  if (file !== ':memory:') chmodSync(file, 0o600);
  // A killed process loses nothing in this mode; only a power cut can lose the last moments.
  state.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 5000');
  return state;
}

/** Runs `work` as one transaction: everything that it writes is kept, or nothing. Not to be nested. */
export function transact<Result>(state: DatabaseSync, work: () => Result): Result {
  state.exec('begin immediate');
  try {
    const result = work();
    state.exec('commit');
    return result;
  } catch (error) {
    state.exec('rollback');
    throw error;
  }
}
