import type { StepRecord } from '../domain/run.ts';
import type { Frame } from './frame.ts';
import { ended, failed, open, type Occurrence, type State } from './state.ts';

/** A step that a worker performs: a call, a transform, the choice of a branch. */
export function performedState({
  key,
  step,
  frame,
  record,
  now,
}: {
  key: string;
  step: Occurrence['step'];
  frame: Frame;
  record: StepRecord | undefined;
  now: number;
}): State {
  switch (record?.status) {
    case undefined:
    case 'pending':
      return open({ start: [{ key, step, frame }] });
    case 'waiting': {
      const dueAt = Date.parse(record.dueAt ?? '') || 0;
      return dueAt <= now ? open({ start: [{ key, step, frame }] }) : open({ wakeAt: dueAt });
    }
    case 'running':
      return open({ running: 1 });
    case 'held':
    // Nobody knows whether it took effect: the run holds until a person decides.
    case 'unknown':
      return open({ held: 1 });
    case 'completed':
    case 'skipped':
      return ended(record.output ?? null);
    case 'failed':
      return failed(record);
  }
}
