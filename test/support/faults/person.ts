import type { Run, StepRecord } from '../../../shared/domain/run.ts';
import type { RunStore } from '../../../shared/ports.ts';
import type { FaultyUpstream } from './faulty-upstream.ts';
import type { Fate } from './world.ts';

type Answer = Pick<Parameters<RunStore['intervene']>[0], 'status' | 'entry'>;

/** What a person does who looks at a run: decides what it asks, having looked at the API, or steps in for no reason. */
export function answerOf({
  run,
  upstream,
  fate: { random, steppingIn },
  now,
}: {
  run: Run;
  upstream: FaultyUpstream;
  fate: Fate;
  now: number;
}): Answer | undefined {
  if (run.status === 'paused') return { status: 'running' };
  const asked = Object.entries(run.steps).find(([, { status }]) => status === 'unknown' || status === 'held');
  if (asked !== undefined && run.leaseUntil <= now) {
    const [key, record] = asked;
    return { entry: { key, record: decided(record, upstream.acted(run.id, key) > 0) } };
  }
  if (!random.chance(steppingIn)) return undefined;
  return { status: random.chance(0.3) ? 'cancelled' : 'paused' };
}

function decided({ error: _error, ...rest }: StepRecord, happened: boolean): StepRecord {
  const isDone = rest.status === 'held' || happened;
  return isDone ? { ...rest, status: 'completed', output: null } : { ...rest, status: 'pending' };
}
