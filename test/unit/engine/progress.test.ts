import { progressOf } from '../../../shared/engine/progress.ts';
import { estimateCompletion } from '../../../shared/engine/estimate-completion.ts';
import type { Run, StepRecord, StepStatus } from '../../../shared/domain/run.ts';
import type { Step } from '../../../shared/domain/workflow.ts';
import { runRecord } from '../../support/records.ts';
import { callStep, sideBySide } from '../../support/runner-under-test.ts';

const START = Date.parse('2025-01-01T00:00:00.000Z');
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();
const entry = (status: StepStatus, over: Partial<StepRecord> = {}): StepRecord => ({
  status,
  attempt: 1,
  startedAt: at(0),
  ...over,
});
const DONE = entry('completed');
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => callStep(id)) as [Step, Step, Step, Step];
const loop: Step = {
  id: 'each',
  name: 'each',
  type: 'loop',
  items: '{{input}}',
  steps: [b, c],
  effect: 'write',
};
const choice: Step = {
  id: 'if',
  name: 'if',
  type: 'condition',
  branches: [{ when: 'true', steps: [b, c] }],
  otherwise: [d],
  effect: 'write',
};

const seen = (
  steps: readonly Step[],
  journal: Record<string, StepRecord>,
  status: Run['status'] = 'running',
) => {
  const { totalSteps, currentStep, fraction } = progressOf({ run: { status, steps: journal }, steps });
  return [totalSteps, currentStep, Math.floor(fraction * 100)];
};

describe('how far a run is', () => {
  it.each<[string, readonly Step[], Record<string, StepRecord>, readonly number[]]>([
    ['at the start', [a, b, c, d], {}, [4, 1, 0]],
    ['in the middle', [a, b, c, d], { a: DONE, b: entry('running') }, [4, 2, 25]],
    [
      'behind a failure that it goes on from',
      [a, b],
      { a: entry('failed'), b: entry('running') },
      [2, 2, 50],
    ],
    ['at a step that a person has to decide', [a, b], { a: entry('unknown') }, [2, 1, 0]],
    ['beside each other', [sideBySide('p', a, b), c], { a: DONE }, [3, 2, 33]],
    ['before a loop', [a, loop], { a: DONE }, [3, 2, 33]],
    [
      'in the second of four passes',
      [a, loop],
      { a: DONE, each: entry('running', { passes: 4 }), 'each[0].b': DONE, 'each[0].c': DONE },
      [3, 2, 50],
    ],
    ['behind a loop over nothing', [loop, a], { each: entry('completed', { passes: 0 }) }, [3, 3, 66]],
    ['before a condition', [choice, a], {}, [3, 1, 0]],
    ['in its long branch', [choice, a], { if: entry('completed', { branch: 0 }), b: DONE }, [3, 2, 33]],
    ['behind its short branch', [choice, a], { if: entry('completed', { branch: -1 }), d: DONE }, [3, 3, 66]],
  ])('%s', (_, steps, journal, expected) => {
    expect(seen(steps, journal)).toEqual(expected);
  });

  it('is the whole way where it is completed, whatever it skipped', () => {
    expect(seen([a, loop, choice], {}, 'completed')).toEqual([5, 5, 100]);
    expect(seen([], {})).toEqual([0, 0, 100]);
  });
});

describe('when a run will be complete', () => {
  const ended = (seconds: readonly number[], end: number): Run => ({
    ...runRecord({ tenantId: 'ws' }),
    status: 'completed',
    startedAt: at(0),
    completedAt: at(end),
    steps: Object.fromEntries(
      seconds.map((s, index) => [`s${index}`, entry('completed', { completedAt: at(s) })]),
    ),
  });
  const running = (over: Partial<Run> = {}): Run => ({
    ...runRecord({ tenantId: 'ws' }),
    status: 'running',
    startedAt: at(100),
    steps: { s0: entry('completed', { completedAt: at(103) }) },
    ...over,
  });
  const past = [ended([1, 10], 10), ended([1, 20], 20), ended([1, 90], 90)];
  const estimate = (run: Run, fraction: number, list = past, now = 104) => {
    const found = estimateCompletion({ run, fraction, past: list, now: START + now * 1000 });
    return found === undefined ? undefined : (found - START) / 1000;
  };

  it('is the middle of what the runs before took from there', () => {
    expect(estimate(running({ steps: {} }), 0)).toBe(120);
    expect(estimate(running(), 0.5)).toBe(103 + 19);
  });

  it('is not in the past, and not before a wait is over', () => {
    expect(estimate(running(), 0.5, past, 500)).toBe(500);
    const steps = { s0: DONE, s1: entry('waiting', { dueAt: at(700) }) };
    expect(estimate(running({ steps }), 0.5)).toBe(700);
  });

  it('is unknown without a run before, while it stands, and while a person is asked', () => {
    expect(estimate(running(), 0.5, [])).toBeUndefined();
    expect(estimate(running(), 0.5, [{ ...ended([1], 2), retryOf: 'run_1' }])).toBeUndefined();
    expect(estimate(running({ status: 'paused' }), 0.5)).toBeUndefined();
    expect(estimate(running({ steps: { s1: entry('held') } }), 0.5)).toBeUndefined();
  });
});
