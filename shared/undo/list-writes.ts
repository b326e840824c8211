import { isFinishedStep, type Run, type StepRecord } from '../domain/run.ts';
import { stepIdIn } from '../domain/step-id.ts';
import { everyStep, isLeaf, type LeafStep, type Step } from '../domain/workflow.ts';

/** A write of a run, in its place. */
export interface Write {
  readonly key: string;
  readonly step: LeafStep;
  readonly record: StepRecord;
}

/**
 * The writes of a run that has ended, newest first: those that took effect, and those of which nobody knows. A call that
 * was refused had no effect, and one that was skipped was not made.
 */
export function listWrites({
  run,
  steps,
}: {
  readonly run: Pick<Run, 'steps'>;
  readonly steps: readonly Step[];
}): { readonly done: readonly Write[]; readonly unknown: readonly Write[] } {
  const every = everyStep(steps);
  const places = new Map(every.map((step, at) => [step.id, { step, at }]));
  const writes = Object.entries(run.steps)
    .flatMap(([key, record]) => {
      const place = places.get(stepIdIn(key));
      if (place === undefined || !isLeaf(place.step) || place.step.effect === 'read') return [];
      return [{ key, record, step: place.step, at: place.at }];
    })
    .toSorted((a, b) => compare(endOf(b.record), endOf(a.record)) || b.at - a.at || compare(b.key, a.key));
  return {
    done: writes.filter(({ record }) => isFinishedStep(record.status) && record.status !== 'skipped'),
    unknown: writes.filter(({ record }) => mayHaveTakenEffect(record)),
  };
}

/** Its answer was lost, or the API failed over it. */
function mayHaveTakenEffect({ status, error }: StepRecord): boolean {
  if (status === 'unknown' || status === 'running') return true;
  return status === 'failed' && (error?.code === 'UPSTREAM_TIMEOUT' || (error?.upstreamStatus ?? 0) >= 500);
}

function endOf({ completedAt, startedAt }: StepRecord): string {
  return completedAt ?? startedAt;
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
