import { approvalIdFor } from '../domain/approval.ts';
import { AppError } from '../domain/errors.ts';
import { runTrail, stepTrail } from '../domain/run-trail.ts';
import { isFinished, type Run, type StepRecord } from '../domain/run.ts';
import type { ApprovalClosing, Change, RunStore } from '../ports.ts';
import type { Bucket } from './bucket.ts';
import { closingWrite } from './approval-rows.ts';
import { changeWrites } from './change-writes.ts';
import { writeBodies } from './run-bodies.ts';
import { stepColumn } from './run-rows.ts';
import type { TableClient } from './table-operations.ts';
import { runKey } from './table.ts';

/** Still as it was read, and nobody else has stepped in since. */
const AS_READ =
  '#status = :seen AND (interventions = :interventions OR (attribute_not_exists(interventions) AND :interventions = :none))';
/** The step still waits: its entry is the very one that was read. */
const STILL_WAITS = 'contains(#steps.#key, :state)';

/** Writes what a person does to a run; see `RunStore.intervene`. */
export async function writeIntervention(
  { table, bucket }: { table: TableClient; bucket: Bucket },
  { run, status, entry, closing, at }: Parameters<RunStore['intervene']>[0],
  change: Change,
): Promise<void> {
  const { tenantId, id: runId, fence, interventions = 0 } = run;
  const record = entry && told({ run, record: entry.record, at });
  const column = entry &&
    record && { key: entry.key, ...stepColumn({ tenantId, runId, fence }, entry.key, record) };
  if (column?.large !== undefined) await writeBodies({ table, bucket }, [column.large]);
  const ends = status !== undefined && isFinished(status);
  const closings = [...(closing === undefined ? [] : [closing]), ...(ends ? takenBack(run) : [])];
  const sets = [
    'lastActivity = :at',
    'interventions = :next',
    // Whoever is started now has something to do.
    'wakeAt = :none',
    ...(status === undefined ? [] : ['#status = :status', 'trail = :trail']),
    ...(ends ? ['completedAt = :at'] : []),
    ...(column === undefined ? [] : ['#steps.#key = :entry']),
  ];
  await table.transact([
    {
      key: runKey({ tenantId, runId }),
      update: `SET ${sets.join(', ')}`,
      condition: column === undefined ? AS_READ : `${AS_READ} AND ${STILL_WAITS}`,
      names: {
        '#status': 'status',
        ...(column === undefined ? {} : { '#steps': 'steps', '#key': column.key }),
      },
      values: {
        ':at': at,
        ':seen': run.status,
        ':interventions': interventions,
        ':next': interventions + 1,
        ':none': 0,
        ...(status === undefined
          ? {}
          : {
              ':status': status,
              ':trail': runTrail(run.trail, { ...changeOf(run, at), status }, Date.parse(run.createdAt)),
            }),
        ...(column === undefined
          ? {}
          : { ':entry': column.text, ':state': `"status":"${run.steps[column.key]?.status ?? ''}"` }),
      },
      refused: () => new AppError('CONFLICT', 'The execution has moved on meanwhile; look at it again.'),
    },
    ...closings.map((each) => closingWrite({ tenantId, at, closing: each })),
    ...changeWrites(tenantId, change),
  ]);
}

/** A transaction takes a hundred writes; whoever answers one that is left finds the run ended. */
const MOST_TAKEN_BACK = 90;

/** What a run that ends still asks. */
function takenBack({ id: runId, steps }: Run): readonly ApprovalClosing[] {
  const held = Object.entries(steps).filter(([, { status }]) => status === 'held');
  return held
    .slice(0, MOST_TAKEN_BACK)
    .map(([key]) => ({ id: approvalIdFor({ runId, key }), status: 'cancelled' }));
}

/** How whoever follows the run sees the intervention. */
function changeOf({ interventions = 0 }: Run, at: string) {
  return { by: 'person', sequence: interventions + 1, at: Date.parse(at) } as const;
}

function told({ run, record, at }: { run: Run; record: StepRecord; at: string }): StepRecord {
  const { status, attempt, trail } = record;
  const change = { ...changeOf(run, at), status, attempt };
  return { ...record, trail: stepTrail(trail, change, Date.parse(run.createdAt)) };
}
