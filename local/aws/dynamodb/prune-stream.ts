import { DatabaseSync } from 'node:sqlite';

/** Of one prune, so that the engine never waits long for the write lock. */
const MOST_ROWS = 2_000;

/**
 * Deletes the records of a table's stream that every consumer has acknowledged from the engine's own file. The engine
 * numbers a record by looking at every kept one, so a write costs more with each record that stays.
 *
 * The newest record always stays: the engine takes the next sequence number from it, and would start at 1 again
 * without it, behind every checkpoint.
 */
export function createStreamPruner(options: { readonly dbPath: string; readonly tableName: string }) {
  const { dbPath, tableName } = options;
  const db = new DatabaseSync(dbPath);
  // This thread waits for the lock in person, so it gives up early: the next prune takes the rows along.
  db.exec('pragma busy_timeout = 20; pragma synchronous = normal');
  const remove = db.prepare(`delete from _stream_records where id in (
    select id from _stream_records
    where table_name = $table and cast(sequence_number as integer) <= $through
      and id <> (select id from _stream_records where table_name = $table order by id desc limit 1)
    order by id limit ${MOST_ROWS})`);
  return {
    /** Deletes what is not newer than `through`. False where rows may be left, so that it is worth another call. */
    prune(through: number): boolean {
      try {
        return Number(remove.run({ $table: tableName, $through: through }).changes) < MOST_ROWS;
      } catch (error) {
        if (error instanceof Error && /locked|busy/.test(error.message)) return false;
        throw error;
      }
    },
    close: () => db.close(),
  };
}
