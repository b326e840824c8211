import type { Run } from '../domain/run.ts';

/**
 * When a run will probably be complete, epoch milliseconds: from where it is, so long as the runs before took from there,
 * in the middle of them. Undefined where there were none, or where it waits for a person.
 */
export function estimateCompletion({
  run,
  fraction,
  past,
  now,
}: {
  readonly run: Run;
  /** How far it is, 0 to 1. */
  readonly fraction: number;
  /** Completed runs of the same version. */
  readonly past: readonly Run[];
  /** Epoch milliseconds. */
  readonly now: number;
}): number | undefined {
  if ((run.status !== 'running' && run.status !== 'pending') || waitsForSomebody(run)) return undefined;
  const remaining = past.flatMap((one) => remainingFrom(one, fraction) ?? []).toSorted((a, b) => a - b);
  const middle = remaining[Math.floor(remaining.length / 2)];
  if (middle === undefined) return undefined;
  const due = Object.values(run.steps).flatMap(({ status, dueAt }) =>
    status === 'waiting' && dueAt !== undefined ? [Date.parse(dueAt)] : [],
  );
  const reached = endsOf(run).at(-1) ?? Date.parse(run.startedAt ?? run.createdAt);
  return Math.max(now, reached + middle, ...due);
}

/** Milliseconds that a past run took from this part of its way to its end; undefined for one that began elsewhere. */
function remainingFrom(run: Run, fraction: number): number | undefined {
  const { startedAt, completedAt, retryOf } = run;
  if (startedAt === undefined || completedAt === undefined || retryOf !== undefined) return undefined;
  const ends = endsOf(run);
  const passed = Math.round(fraction * ends.length);
  const from = passed === 0 ? Date.parse(startedAt) : (ends[passed - 1] ?? Number.NaN);
  const remaining = Date.parse(completedAt) - from;
  return Number.isFinite(remaining) ? Math.max(0, remaining) : undefined;
}

/** When its steps ended, in order. */
function endsOf({ steps }: Run): readonly number[] {
  return Object.values(steps)
    .flatMap(({ completedAt }) => (completedAt === undefined ? [] : [Date.parse(completedAt)]))
    .toSorted((a, b) => a - b);
}

function waitsForSomebody({ steps }: Run): boolean {
  const states = new Set(Object.values(steps).map(({ status }) => status));
  return !states.has('running') && (states.has('unknown') || states.has('held'));
}
