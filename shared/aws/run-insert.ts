import { AppError } from '../domain/errors.ts';
import type { Run } from '../domain/run.ts';
import type { Change } from '../ports.ts';
import type { Bucket } from './bucket.ts';
import { changeWrites } from './change-writes.ts';
import { bodyItem, readBodies, writeBodies } from './run-bodies.ts';
import { partialRunOf, runRow } from './run-rows.ts';
import type { Item, TableClient, Write } from './table-operations.ts';
import { runKey } from './table.ts';

const NEW_RUN = 'attribute_not_exists(pk)';

/** Written in the transaction that creates a run: as many as runs usually begin with. */
const BODIES_TOGETHER = 10;

class RunExists extends Error {}

/** Writes a new run with its change, and `also`, in one transaction; or answers the one that is there. */
export async function insertRun(
  { table, bucket }: { table: TableClient; bucket: Bucket },
  { run, change, also = [] }: { run: Run; change: Change; also?: readonly Write[] },
): Promise<{ readonly created: boolean; readonly run: Run }> {
  const { item, bodies } = runRow(run);
  // A run that takes another over may bring more bodies than a transaction holds; nothing refers to them before it.
  const items = bodies.filter((body) => body.storedAt === 'item');
  const beside = items.length > BODIES_TOGETHER ? [] : items;
  await writeBodies(
    { table, bucket },
    bodies.filter((body) => !beside.includes(body)),
  );
  try {
    await table.transact([
      { put: item, condition: NEW_RUN, refused: () => new RunExists() },
      ...beside.map((body) => ({ put: bodyItem(body) })),
      ...also,
      ...changeWrites(run.tenantId, change),
    ]);
    return { created: true, run };
  } catch (error) {
    if (!(error instanceof RunExists)) throw error;
    const present = await table.get(runKey({ tenantId: run.tenantId, runId: run.id }));
    if (present === undefined) throw new AppError('INTERNAL_ERROR', undefined, { cause: error });
    return { created: false, run: await completeRun({ table, bucket }, present) };
  }
}

/** The run of its item, with the bodies that lie elsewhere. */
export async function completeRun(
  { table, bucket }: { table: TableClient; bucket: Bucket },
  item: Item,
): Promise<Run> {
  const partial = partialRunOf(item);
  if (partial.missing.length === 0) return partial.run;
  return partial.complete(await readBodies({ table, bucket }, partial.missing));
}
