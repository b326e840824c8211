import { isEnded, isFinished, type Run, type RunStatus, type StepRecord, type StepStatus } from './run.ts';
import { statusChanges, stepChanges } from './run-trail.ts';
import { stepIdIn } from './step-id.ts';

/** What is told of a run: a change of its status, or of one of its steps. `at` is ISO 8601. */
export type RunChange =
  | { readonly type: 'execution'; readonly at: string; readonly status: RunStatus }
  | {
      readonly type: 'step';
      readonly at: string;
      /** Key in the journal: the step's id, behind the passes of the loops around it. */
      readonly step: string;
      readonly stepId: string;
      readonly status: StepStatus;
      readonly attempt: number;
    };

/** Up to where a reader has read: boundaries of workers, interventions of people, and whether the end was told. */
export interface ChangesRead {
  readonly worker: number;
  readonly person: number;
  readonly end: boolean;
}

/** Nothing has been read. */
export const NOTHING_READ: ChangesRead = { worker: -1, person: 0, end: false };

interface Placed {
  readonly by: 'worker' | 'person' | 'end';
  readonly sequence: number;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly change: RunChange;
}

/**
 * What has changed since, in the order it happened, and up to where that reads. It follows from the run as it is, so a
 * change is there for whoever reads late as it was for whoever waited for it.
 */
export function changesSince(
  run: Run,
  read: ChangesRead,
): { readonly changes: readonly RunChange[]; readonly read: ChangesRead } {
  const fresh = placedChanges(run).filter(({ by, sequence }) => {
    if (by === 'end') return !read.end;
    return sequence > read[by];
  });
  const reached = (by: 'worker' | 'person') =>
    Math.max(read[by], ...fresh.filter((placed) => placed.by === by).map(({ sequence }) => sequence));
  return {
    changes: fresh.toSorted(byTime).map(({ change }) => change),
    read: {
      worker: reached('worker'),
      person: reached('person'),
      end: read.end || fresh.some(({ by }) => by === 'end'),
    },
  };
}

/** The number of the next boundary of a run: behind every one that its journal shows. */
export function nextBoundary({ steps, createdAt }: Pick<Run, 'steps' | 'createdAt'>): number {
  const start = Date.parse(createdAt);
  const written = Object.values(steps).flatMap(({ trail }) =>
    trail === undefined ? [] : stepChanges(trail, start).filter(({ by }) => by === 'worker'),
  );
  return Math.max(0, ...written.map(({ sequence }) => sequence)) + 1;
}

/** Whether nothing more will be told: the run has ended, and no call of it is under way. */
export function isOver({ status, steps, leaseUntil }: Run, now: number): boolean {
  if (!isFinished(status)) return false;
  return leaseUntil <= now || !Object.values(steps).some((record) => record.status === 'running');
}

/** By time; of what was written together, ends come before beginnings, and a step that holds others stands around them. */
function byTime(a: Placed, b: Placed): number {
  return (
    a.time - b.time || a.sequence - b.sequence || rankOf(a) - rankOf(b) || (keyOf(a) < keyOf(b) ? -1 : 1)
  );
}

/** More than steps are deep. */
const OUTSIDE = 1_000;

/** Ends, the deepest first, then beginnings, the deepest last; the run is around all. */
function rankOf({ by, change }: Placed): number {
  if (change.type === 'execution') return by === 'end' ? OUTSIDE : -OUTSIDE;
  const depth = change.step.split('.').length;
  return isEnded(change.status) ? -depth : depth;
}

function keyOf({ change }: Placed): string {
  return change.type === 'step' ? change.step : '';
}

function placedChanges(run: Run): readonly Placed[] {
  const start = Date.parse(run.createdAt);
  const began: Placed = placed('worker', 0, start, { status: 'running' });
  const steps = Object.entries(run.steps).flatMap(([key, record]) => stepsPlaced(key, record, start));
  const people = statusChanges(run.trail ?? '', start).map(({ by, sequence, at, status }) =>
    placed(by, sequence, at, { status }),
  );
  return [began, ...steps, ...people, ...endOf(run)];
}

/** The end that a worker has written; a person's is in the trail of the run. */
function endOf({ status, completedAt }: Run): readonly Placed[] {
  if ((status !== 'completed' && status !== 'failed') || completedAt === undefined) return [];
  return [placed('end', Number.POSITIVE_INFINITY, Date.parse(completedAt), { status })];
}

function placed(
  by: Placed['by'],
  sequence: number,
  time: number,
  { status }: { readonly status: RunStatus },
): Placed {
  return { by, sequence, time, change: { type: 'execution', at: new Date(time).toISOString(), status } };
}

/** An entry without a trail was taken over from another run: it was there from the start. */
function stepsPlaced(key: string, { trail, status, attempt }: StepRecord, start: number): readonly Placed[] {
  const changes =
    trail === undefined
      ? [{ by: 'worker' as const, sequence: 0, at: start, status, attempt }]
      : stepChanges(trail, start);
  return changes.map(({ by, sequence, at, ...what }) => ({
    by,
    sequence,
    time: at,
    change: { type: 'step', at: new Date(at).toISOString(), step: key, stepId: stepIdIn(key), ...what },
  }));
}
