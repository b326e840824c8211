import type { Run } from '../domain/run.ts';
import type { RunStore } from '../ports.ts';
import type { Bucket } from './bucket.ts';
import { stepAssignments } from './run-assignments.ts';
import { writeBodies } from './run-bodies.ts';
import { UNTOUCHED } from './run-conditions.ts';
import type { Item, TableClient } from './table-operations.ts';
import { runKey } from './table.ts';

/** It can still go on, and no other owner's worker that may be alive holds it. */
const FREE = '#status IN (:pending, :running) AND (leaseUntil <= :now OR leaseOwner = :owner)';
/** No other worker has taken it since it was read. */
const SAME_FENCE = 'fence = :seen';

/** Takes the lease of a run that was read; see `RunStore.claim`. */
export async function claimRun(
  { table, bucket }: { table: TableClient; bucket: Bucket },
  { run, owner, claimId, now, leaseUntil, steps }: Parameters<RunStore['claim']>[0],
): Promise<Run | 'moved' | undefined> {
  const at = new Date(now).toISOString();
  const { tenantId, id: runId, interventions = 0 } = run;
  const fence = run.fence + 1;
  const entries = stepAssignments({ tenantId, runId, fence }, Object.entries(steps));
  // Bodies of a claim follow from what was read: whoever else claims as much writes the same.
  if (entries.bodies.length > 0) await writeBodies({ table, bucket }, entries.bodies);
  const result = await table.update({
    key: runKey({ tenantId, runId }),
    update: `SET ${[
      '#status = :running',
      'fence = :fence',
      'leaseUntil = :lease',
      'leaseOwner = :owner',
      'claimId = :claim',
      'lastActivity = :at',
      'startedAt = if_not_exists(startedAt, :at)',
      ...entries.sets,
    ].join(', ')}`,
    condition: `${FREE} AND ${SAME_FENCE} AND ${UNTOUCHED}`,
    names: { '#status': 'status', ...entries.names },
    values: {
      ':pending': 'pending',
      ':running': 'running',
      ':now': now,
      ':seen': run.fence,
      ':fence': fence,
      ':interventions': interventions,
      ':zero': 0,
      ':lease': leaseUntil,
      ':owner': owner,
      ':claim': claimId,
      ':at': at,
      ...entries.values,
    },
  });
  // The answer to an earlier try of this very write was lost.
  const taken = result.written || result.present['claimId'] === claimId;
  if (!taken) return isFree(result.present, { owner, now }) ? 'moved' : undefined;
  return {
    ...run,
    status: 'running',
    fence,
    leaseUntil,
    lastActivity: at,
    startedAt: run.startedAt ?? at,
    steps: { ...run.steps, ...steps },
  };
}

function isFree(present: Item, { owner, now }: { owner: string; now: number }): boolean {
  const { status, leaseUntil, leaseOwner } = present;
  const live = status === 'pending' || status === 'running';
  return live && (Number(leaseUntil) <= now || leaseOwner === owner);
}
