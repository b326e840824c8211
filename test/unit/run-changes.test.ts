import * as fc from 'fast-check';
import { changesSince, isOver, nextBoundary, NOTHING_READ } from '../../shared/domain/run-changes.ts';
import { runTrail } from '../../shared/domain/run-trail.ts';
import { STEP_STATUSES, type Run, type StepRecord } from '../../shared/domain/run.ts';
import { changeTeller } from '../../shared/engine/tell-changes.ts';
import { runRecord } from '../support/records.ts';

const START = Date.parse('2025-01-01T00:00:00.000Z');
const BARE = runRecord({ tenantId: 'ws', createdAt: new Date(START).toISOString() });

/** A write of the run: by a worker, by another worker that has read the run again, or by a person. */
const writes = fc.array(
  fc.record({
    who: fc.constantFrom('worker', 'another', 'person'),
    entries: fc.dictionary(
      fc.constantFrom('a', 'b', 'each[0].c', 'each[1].c'),
      fc.record({ status: fc.constantFrom(...STEP_STATUSES), attempt: fc.integer({ min: 1, max: 20 }) }),
      { minKeys: 1 },
    ),
  }),
  { maxLength: 12 },
);

/** The run after each of the writes. */
function history(
  list: readonly {
    who: string;
    entries: Record<string, { status: StepRecord['status']; attempt: number }>;
  }[],
) {
  let run: Run = { ...BARE, steps: {} };
  const runs = [run];
  let tell = changeTeller(run);
  for (const [at, { who, entries }] of list.entries()) {
    const time = START + at * 10;
    if (who === 'person') {
      const sequence = (run.interventions ?? 0) + 1;
      const trail = runTrail(run.trail, { by: 'person', sequence, status: 'paused', at: time }, START);
      run = { ...run, interventions: sequence, trail };
    } else {
      if (who === 'another') tell = changeTeller(run);
      const records = Object.fromEntries(
        Object.entries(entries).map(([key, entry]) => [key, { ...entry, startedAt: BARE.createdAt }]),
      );
      run = { ...run, steps: { ...run.steps, ...tell(records, time) } };
    }
    runs.push(run);
  }
  return runs;
}

describe('the changes of a run', () => {
  it('come once each, in the same order, however often they are asked for', () => {
    fc.assert(
      fc.property(writes, fc.array(fc.boolean()), (list, looks) => {
        const runs = history(list);
        const last = runs.at(-1) ?? BARE;
        let read = NOTHING_READ;
        const polled: unknown[] = [];
        for (const [at, run] of runs.entries()) {
          if (looks[at] !== true && run !== last) continue;
          const answer = changesSince(run, read);
          polled.push(...answer.changes);
          read = answer.read;
        }
        expect(polled).toEqual(changesSince(last, NOTHING_READ).changes);
        expect(changesSince(last, read).changes).toEqual([]);
      }),
    );
  });

  it('tell of the end once', () => {
    const run: Run = { ...BARE, status: 'failed', completedAt: BARE.createdAt };
    const { changes, read } = changesSince(run, NOTHING_READ);
    expect(changes).toMatchObject([{ status: 'running' }, { type: 'execution', status: 'failed' }]);
    expect(changesSince(run, read).changes).toEqual([]);
  });

  it('are over when a cancelled run has no call under way, or its worker is gone', () => {
    const steps = { a: { status: 'running', attempt: 1, startedAt: BARE.createdAt } } as const;
    const run: Run = { ...BARE, status: 'cancelled', steps, leaseUntil: START + 100 };
    expect(isOver(run, START)).toBe(false);
    expect(isOver(run, START + 100)).toBe(true);
    expect(isOver({ ...run, steps: {} }, START)).toBe(true);
    expect(isOver({ ...run, status: 'running' }, START + 100)).toBe(false);
  });

  it('of a step that waits a thousand times for its turn end with its end', () => {
    const tell = changeTeller(BARE);
    const entry = { status: 'waiting', attempt: 1, startedAt: BARE.createdAt } as const;
    for (let at = 0; at < 1000; at += 1) tell({ a: entry }, START + at);
    const { a } = tell({ a: { ...entry, status: 'completed' } }, START + 1000);
    expect(a?.trail?.length).toBeLessThan(1000);
    const { changes } = changesSince({ ...BARE, steps: a === undefined ? {} : { a } }, NOTHING_READ);
    expect(changes.at(-1)).toMatchObject({ step: 'a', status: 'completed' });
  });

  it('that were taken over from another run were there from the start', () => {
    const steps = { a: { status: 'completed', attempt: 1, startedAt: BARE.createdAt } } as const;
    expect(changesSince({ ...BARE, steps }, NOTHING_READ).changes).toMatchObject([
      { status: 'running' },
      { step: 'a', status: 'completed' },
    ]);
    expect(nextBoundary({ ...BARE, steps })).toBe(1);
  });
});
