import { createMemoryJournal } from '../../local/asl/execution.ts';
import type { Journal, Perform } from '../../local/asl/execution.ts';
import type { Json } from '../../local/asl/json.ts';
import { StatesError } from '../../local/asl/states-error.ts';
import { INVOKE, startMachine } from '../support/run-machine.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';

/** Every kind of state: a loop, a Map, a Parallel, a retry, a catch, waits, variables. */
const STATES = {
  Begin: { Type: 'Pass', Assign: { round: 1, total: 0 }, Next: 'Work' },
  Work: {
    Type: 'Map',
    Items: '{% [1, 2, 3] %}',
    ItemSelector: { item: '{% $states.context.Map.Item.Value %}', round: '{% $round %}' },
    MaxConcurrency: 2,
    ItemProcessor: {
      StartAt: 'Call',
      States: {
        Call: {
          Type: 'Task',
          Resource: INVOKE,
          Retry: [{ ErrorEquals: ['Flaky'], MaxAttempts: 3 }],
          Assign: { mine: '{% $states.result %}' },
          Next: 'Nap',
        },
        Nap: { Type: 'Wait', Seconds: 1, Output: '{% $mine * $round %}', End: true },
      },
    },
    Assign: { total: '{% $total + $sum($states.result) %}', round: '{% $round + 1 %}' },
    Next: 'More?',
  },
  'More?': { Type: 'Choice', Choices: [{ Condition: '{% $round <= 2 %}', Next: 'Work' }], Default: 'Both' },
  Both: {
    Type: 'Parallel',
    Branches: [
      { StartAt: 'Left', States: { Left: { Type: 'Wait', Seconds: 3, Output: '{% $total %}', End: true } } },
      {
        StartAt: 'Right',
        States: {
          Right: {
            Type: 'Task',
            Resource: INVOKE,
            Arguments: { item: 'bad', round: 0 },
            Catch: [{ ErrorEquals: ['States.TaskFailed'], Output: 'caught', Next: 'Mended' }],
            End: true,
          },
          Mended: { Type: 'Pass', End: true },
        },
      },
    ],
    End: true,
  },
};
const OUTPUT = [18 * 10, 'caught'];

/** Answers ten times the item; each item fails once before. */
function flaky(): { perform: Perform; answered: string[] } {
  const failed = new Set<string>();
  const answered: string[] = [];
  return {
    answered,
    perform: async ({ arguments: given }): Promise<Json> => {
      const key = JSON.stringify(given);
      const { item } = Object.fromEntries(Object.entries(given ?? {}));
      if (item === 'bad') throw new StatesError('Bad', 'always');
      if (!failed.has(key)) {
        failed.add(key);
        throw new StatesError('Flaky', 'once');
      }
      answered.push(key);
      return Number(item) * 10;
    },
  };
}

/** A journal that the process takes with it at its `last` write: nothing of what comes later is kept. */
function dyingJournal(
  kept: Journal,
  last: number,
  die: () => void,
): Journal & { readonly answers: string[] } {
  let writes = 0;
  const alive = () => writes < last;
  const answers: string[] = [];
  return {
    answers,
    read: (path) => kept.read(path),
    write(path, frame) {
      if (!alive()) return;
      writes += 1;
      kept.write(path, frame);
      if (frame.task?.answer !== undefined) answers.push(JSON.stringify(frame.input));
      if (!alive()) die();
    },
    forgetBelow(path) {
      if (alive()) kept.forgetBelow(path);
    },
  };
}

async function countWrites(): Promise<number> {
  const kept = createMemoryJournal();
  let writes = 0;
  const journal: Journal = { ...kept, write: (path, frame) => (kept.write(path, frame), void (writes += 1)) };
  const { perform, answered } = flaky();
  const machine = startMachine({ states: STATES, perform, journal });
  await machine.clock.advance(60_000);
  expect(await machine.ending).toEqual({ status: 'SUCCEEDED', output: OUTPUT });
  expect(answered).toHaveLength(6);
  return writes;
}

test('an execution that dies at any of its writes ends as if it had not, and repeats only calls under way', async () => {
  const writes = await countWrites();
  expect(writes).toBeGreaterThan(50);
  for (let last = 1; last < writes; last += 1) {
    const clock = createVirtualClock();
    const kept = createMemoryJournal();
    const { perform, answered } = flaky();
    const journal = dyingJournal(kept, last, () => first.interrupt('shutdown'));
    const first = startMachine({ states: STATES, perform, journal, clock });
    await clock.advance(60_000);
    expect(await first.ending).toEqual({ status: 'interrupted' });
    expect(clock.pending()).toBe(0);
    const second = startMachine({ states: STATES, perform, journal: kept, clock });
    await clock.advance(60_000);
    expect(await second.ending).toEqual({ status: 'SUCCEEDED', output: OUTPUT });
    for (const key of journal.answers) expect(answered.filter((one) => one === key)).toEqual([key]);
    // A call under way at the moment of death is made again; two may be, with two iterations at a time.
    expect(answered.length - new Set(answered).size).toBeLessThanOrEqual(2);
  }
});
