import * as z from 'zod';
import type { Run } from '../domain/run.ts';
import type { Item, ItemUpdate } from './table-operations.ts';
import { lineKey, type WorkflowRef } from './table-line-keys.ts';

/**
 * The line of a workflow with a limit: `running` holds the ids of the runs that have a place, `waiting` counts the rows of
 * those that stand in line. Both change in the transaction of what they count.
 */
export interface Line {
  readonly running: readonly string[];
  readonly waiting: number;
}

const StoredLine = z.lazy(() =>
  z.object({
    running: z.exactOptional(z.set(z.string())),
    waiting: z.exactOptional(z.number()),
  }),
);

export function lineOf(item: Item | undefined): Line {
  const { running, waiting = 0 } = StoredLine.parse(item ?? {});
  return { running: [...(running ?? [])], waiting };
}

/** There is a place … */
const HAS_PLACE = '(attribute_not_exists(running) OR size(running) < :limit)';
/** … and nobody waits for it. */
const NOBODY_WAITS = '(attribute_not_exists(waiting) OR waiting = :zero)';

/** A run that begins takes a place, unless somebody was there before it. */
export function takePlace({ tenantId, workflowId, id }: Run, limit: number): ItemUpdate {
  return {
    key: lineKey({ tenantId, workflowId }),
    update: 'ADD running :run',
    condition: `${HAS_PLACE} AND ${NOBODY_WAITS}`,
    values: { ':run': new Set([id]), ':limit': limit, ':zero': 0 },
  };
}

/** A run joins the line. */
export function joinLine({ tenantId, workflowId }: Run): ItemUpdate {
  return { key: lineKey({ tenantId, workflowId }), update: 'ADD waiting :one', values: { ':one': 1 } };
}

/** The first of the line takes a place; with no limit (any more) always. */
export function moveUp(of: WorkflowRef, runId: string, limit: number | undefined): ItemUpdate {
  return {
    key: lineKey(of),
    update: 'ADD running :run, waiting :less',
    ...(limit === undefined ? {} : { condition: HAS_PLACE }),
    values: { ':run': new Set([runId]), ':less': -1, ...(limit === undefined ? {} : { ':limit': limit }) },
  };
}

/** One leaves the line without a run. */
export function leaveLine(of: WorkflowRef): ItemUpdate {
  return { key: lineKey(of), update: 'ADD waiting :less', values: { ':less': -1 } };
}

/** Places become free; of a set, so that it is no matter how often. */
export function freePlaces(of: WorkflowRef, runIds: readonly string[]): ItemUpdate {
  return { key: lineKey(of), update: 'DELETE running :runs', values: { ':runs': new Set(runIds) } };
}
