import { AppError } from '../domain/errors.ts';
import type { Boundary } from '../ports.ts';
import type { Bucket } from './bucket.ts';
import { approvalRow } from './approval-rows.ts';
import { outboxItem } from './change-writes.ts';
import { finishAssignments, stepAssignments } from './run-assignments.ts';
import { chunkBody, writeBodies, type LargeBody } from './run-bodies.ts';
import { UNTOUCHED } from './run-conditions.ts';
import type { Item, ItemUpdate, TableClient } from './table-operations.ts';
import { runKey } from './table.ts';

/** Nobody took the run over, and nobody stopped it. */
const MINE_AND_LIVE = 'fence = :fence AND #status = :running';
const MINE = 'fence = :fence';

/** Later than any clock: nobody starts the run by itself. */
const NEVER = Number.MAX_SAFE_INTEGER;

class BoundaryRefused extends Error {
  readonly present: Item;

  constructor(present: Item) {
    super('The condition of a boundary failed.');
    this.present = present;
  }
}

/** Writes one boundary of a run; see `RunStore.commit`. Bodies go first, then the one write that decides. */
export async function commitBoundary(
  { table, bucket }: { table: TableClient; bucket: Bucket },
  boundary: Boundary,
): Promise<'continue' | 'stopped' | 'moved'> {
  const { update, bodies } = boundaryUpdate(boundary);
  if (bodies.length > 0) await writeBodies({ table, bucket }, bodies);
  const present = await refusalOf({ table, boundary, update });
  if (present === undefined) return 'continue';
  if (present['fence'] !== boundary.fence) throw leaseLost();
  // The answer to an earlier try of this very write was lost.
  if (boundary.finish !== undefined && present['status'] === boundary.finish.status) return 'continue';
  const status = await recordOutcomes({ table, boundary });
  return status === 'running' ? 'moved' : 'stopped';
}

/** Undefined where the boundary was written; otherwise the run as it is. */
async function refusalOf({
  table,
  boundary,
  update,
}: {
  table: TableClient;
  boundary: Boundary;
  update: ItemUpdate;
}): Promise<Item | undefined> {
  const { approvals = [] } = boundary;
  if (boundary.events.length === 0 && approvals.length === 0) {
    const result = await table.update(update);
    return result.written ? undefined : result.present;
  }
  try {
    await table.transact([
      { ...update, refused: (present) => new BoundaryRefused(present) },
      ...boundary.events.map((event) => ({ put: outboxItem(event) })),
      ...approvals.map((approval) => ({ put: approvalRow(approval) })),
    ]);
    return undefined;
  } catch (error) {
    if (error instanceof BoundaryRefused) return error.present;
    throw error;
  }
}

function boundaryUpdate(boundary: Boundary): {
  readonly update: ItemUpdate;
  readonly bodies: readonly LargeBody[];
} {
  const steps = stepAssignments(boundary, Object.entries(boundary.steps));
  const finish = finishAssignments(boundary);
  const { wakeAt, interventions, removed = [], folds = [] } = boundary;
  const removal =
    removed.length === 0 ? '' : ` REMOVE ${removed.map((_, at) => `#steps.#r${at}`).join(', ')}`;
  return {
    update: {
      key: runKey(boundary),
      update: `SET ${['lastActivity = :at', 'leaseUntil = :lease', ...(wakeAt === undefined ? [] : ['wakeAt = :wake']), ...steps.sets, ...finish.sets].join(', ')}${removal}`,
      condition: interventions === undefined ? MINE_AND_LIVE : `${MINE_AND_LIVE} AND ${UNTOUCHED}`,
      names: {
        '#status': 'status',
        ...(removed.length === 0 ? {} : { '#steps': 'steps' }),
        ...Object.fromEntries(removed.map((key, at) => [`#r${at}`, key])),
        ...steps.names,
        ...finish.names,
      },
      values: {
        ':at': boundary.at,
        ':lease': boundary.leaseUntil,
        ':fence': boundary.fence,
        ':running': 'running',
        ...(wakeAt === undefined ? {} : { ':wake': wakeAt ?? NEVER }),
        ...(interventions === undefined ? {} : { ':interventions': interventions, ':zero': 0 }),
        ...steps.values,
        ...finish.values,
      },
    },
    bodies: [...steps.bodies, ...finish.bodies, ...folds.map((fold) => chunkBody(boundary, fold))],
  };
}

/** What has happened is kept, and nothing new starts. Answers the status of the run. */
async function recordOutcomes({
  table,
  boundary,
}: {
  table: TableClient;
  boundary: Boundary;
}): Promise<unknown> {
  // What is asked, and that nobody answered, follows from the journal: it is written with its row or not at all.
  const asked = new Set(boundary.approvals?.map(({ key }) => key));
  const ended = Object.entries(boundary.steps).filter(
    ([key, { status }]) => status !== 'running' && status !== 'pending' && !asked.has(key),
  );
  const steps = stepAssignments(boundary, ended);
  const result = await table.update({
    key: runKey(boundary),
    update: `SET ${['lastActivity = :at', 'leaseUntil = :lease', ...steps.sets].join(', ')}`,
    condition: MINE,
    // The engine refuses an empty map of names.
    ...(steps.sets.length === 0 ? {} : { names: steps.names }),
    values: {
      ':at': boundary.at,
      ':lease': boundary.busy === true ? boundary.leaseUntil : 0,
      ':fence': boundary.fence,
      ...steps.values,
    },
    returning: true,
  });
  if (!result.written) throw leaseLost();
  return result.item['status'];
}

function leaseLost(): AppError {
  return new AppError('RUN_LEASE_LOST');
}
