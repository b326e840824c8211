import { StatesError } from '../../local/asl/states-error.ts';
import type { Perform } from '../../local/asl/execution.ts';
import { INVOKE, runMachine, startMachine } from '../support/run-machine.ts';

/** Throws the named errors one after the other, then answers; and says when it was called. */
function failingWith(...names: string[]): { perform: Perform; calls: () => number } {
  let calls = 0;
  return {
    calls: () => calls,
    perform: async () => {
      const name = names[calls];
      calls += 1;
      if (name !== undefined) throw new StatesError(name, `because of ${name}`);
      return 'done';
    },
  };
}

const task = (more: object) => ({
  A: { Type: 'Task', Resource: INVOKE, End: true, ...more },
});

describe('Retry', () => {
  const delays: { name: string; retrier: object; failures: number; at: number[]; random?: number }[] = [
    { name: 'the defaults: 1, 2, 4 seconds', retrier: {}, failures: 3, at: [1000, 3000, 7000] },
    {
      name: 'an interval and a rate',
      retrier: { IntervalSeconds: 3, BackoffRate: 1.5 },
      failures: 2,
      at: [3000, 7500],
    },
    {
      name: 'a rate of 1',
      retrier: { BackoffRate: 1, MaxAttempts: 4 },
      failures: 4,
      at: [1000, 2000, 3000, 4000],
    },
    { name: 'a highest delay', retrier: { MaxDelaySeconds: 3 }, failures: 3, at: [1000, 3000, 6000] },
    { name: 'full jitter', retrier: { JitterStrategy: 'FULL' }, failures: 2, at: [250, 750], random: 0.25 },
    { name: 'no jitter', retrier: { JitterStrategy: 'NONE' }, failures: 1, at: [1000], random: 0.25 },
  ];
  test.each(delays)('waits by $name', async ({ retrier, failures, at, random = 0.5 }) => {
    const { perform, calls } = failingWith(...Array.from({ length: failures }, () => 'Boom'));
    const machine = startMachine({
      states: task({ Retry: [{ ErrorEquals: ['States.ALL'], ...retrier }] }),
      perform,
      random: () => random,
    });
    await machine.clock.settle();
    expect(calls()).toBe(1);
    let now = 0;
    for (const [index, time] of at.entries()) {
      await machine.clock.advance(time - now - 1);
      expect(calls()).toBe(index + 1);
      await machine.clock.advance(1);
      expect(calls()).toBe(index + 2);
      now = time;
    }
    expect(await machine.ending).toEqual({ status: 'SUCCEEDED', output: 'done' });
    expect(machine.transitions()).toBe(1 + failures);
  });

  const counted: { name: string; retry: object[]; failures: string[]; calls: number; ends: object }[] = [
    {
      name: 'three attempts are given by default',
      retry: [{ ErrorEquals: ['Boom'] }],
      failures: ['Boom', 'Boom', 'Boom', 'Boom'],
      calls: 4,
      ends: { status: 'FAILED', error: 'Boom', cause: 'because of Boom' },
    },
    {
      name: 'MaxAttempts 0 gives none',
      retry: [{ ErrorEquals: ['Boom'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }],
      failures: ['Boom'],
      calls: 1,
      ends: { status: 'FAILED', error: 'Boom' },
    },
    {
      name: 'each retrier counts its own, and one that is used up ends it',
      retry: [
        { ErrorEquals: ['ErrorA', 'ErrorB'], MaxAttempts: 2 },
        { ErrorEquals: ['ErrorC'], IntervalSeconds: 5 },
      ],
      failures: ['ErrorA', 'ErrorB', 'ErrorC', 'ErrorB'],
      calls: 4,
      ends: { status: 'FAILED', error: 'ErrorB' },
    },
    {
      name: 'an error that no retrier names fails at once',
      retry: [{ ErrorEquals: ['Other'] }],
      failures: ['Boom'],
      calls: 1,
      ends: { status: 'FAILED', error: 'Boom' },
    },
  ];
  test.each(counted)('$name', async ({ retry, failures, calls: expected, ends }) => {
    const { perform, calls } = failingWith(...failures);
    const ending = await runMachine({ states: task({ Retry: retry }), perform, withinMs: 60_000 });
    expect(ending).toMatchObject(ends);
    expect(calls()).toBe(expected);
  });

  test('the context counts retries, and Arguments are evaluated anew', async () => {
    const seen: unknown[] = [];
    const perform: Perform = async ({ arguments: given }) => {
      seen.push(given);
      if (seen.length < 3) throw new StatesError('Boom', 'again');
      return 'done';
    };
    const states = task({
      Arguments: '{% $states.context.State.RetryCount %}',
      Retry: [{ ErrorEquals: ['Boom'] }],
    });
    await runMachine({ states, perform, withinMs: 10_000 });
    expect(seen).toEqual([0, 1, 2]);
  });
});

describe('what a name in ErrorEquals matches', () => {
  const table: [pattern: string, error: string, matches: boolean][] = [
    ['Boom', 'Boom', true],
    ['Boom', 'boom', false],
    ['States.ALL', 'Boom', true],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.Permissions', true],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
    ['States.ALL', 'States.Runtime', false],
    ['States.Runtime', 'States.Runtime', false],
    ['States.TaskFailed', 'Boom', true],
    ['States.TaskFailed', 'Lambda.TooManyRequestsException', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.TaskFailed', 'States.HeartbeatTimeout', false],
    ['States.Timeout', 'States.Timeout', true],
    ['States.Timeout', 'States.HeartbeatTimeout', true],
    ['States.HeartbeatTimeout', 'States.Timeout', false],
  ];
  test.each(table)('%s and %s: %s', async (pattern, error, matches) => {
    const { perform } = failingWith(error);
    const states = {
      ...task({ Catch: [{ ErrorEquals: [pattern], Next: 'Caught' }] }),
      Caught: { Type: 'Pass', Output: 'caught', End: true },
    };
    const ending = await runMachine({ states, perform });
    expect(ending).toMatchObject(matches ? { output: 'caught' } : { status: 'FAILED', error });
  });
});

const caughtBy = (catcher: object) => ({
  ...task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught', ...catcher }] }),
  Caught: {
    Type: 'Pass',
    Output: { got: '{% $states.input %}', v: '{% $exists($v) ? $v : null %}' },
    End: true,
  },
});

describe('Catch', () => {
  test('hands the error output on', async () => {
    const { perform } = failingWith('Boom');
    expect(await runMachine({ states: caughtBy({}), perform })).toEqual({
      status: 'SUCCEEDED',
      output: { got: { Error: 'Boom', Cause: 'because of Boom' }, v: null },
    });
  });

  test('shapes it by its own Assign and Output', async () => {
    const { perform } = failingWith('Boom');
    const states = caughtBy({
      Assign: { v: '{% $states.errorOutput.Error %}' },
      Output: { id: '{% $states.input.id %}', why: '{% $states.errorOutput.Cause %}' },
    });
    expect(await runMachine({ states, perform, input: { id: 7 } })).toEqual({
      status: 'SUCCEEDED',
      output: { got: { id: 7, why: 'because of Boom' }, v: 'Boom' },
    });
  });

  test('comes after the retries', async () => {
    const { perform, calls } = failingWith('Boom', 'Boom', 'Boom');
    const states = {
      ...task({
        Retry: [{ ErrorEquals: ['Boom'], MaxAttempts: 2 }],
        Catch: [{ ErrorEquals: ['Boom'], Next: 'Caught' }],
      }),
      Caught: { Type: 'Pass', Output: 'caught', End: true },
    };
    expect(await runMachine({ states, perform, withinMs: 10_000 })).toMatchObject({ output: 'caught' });
    expect(calls()).toBe(3);
  });

  test('sees an expression that fails in the state', async () => {
    const states = {
      ...task({
        Arguments: '{% $gone %}',
        Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught' }],
      }),
      Caught: { Type: 'Pass', Output: 'caught', End: true },
    };
    expect(await runMachine({ states })).toMatchObject({ output: 'caught' });
  });

  test('does not see data beyond 256 KiB, which is not sent either', async () => {
    const { perform, calls } = failingWith();
    const states = caughtBy({});
    const ending = await runMachine({
      states: { ...states, A: { ...states.A, Arguments: "{% $pad('', 262143, 'x') %}" } },
      perform,
    });
    expect(ending).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
    expect(calls()).toBe(0);
  });

  test('that fails itself fails the execution', async () => {
    const { perform } = failingWith('Boom');
    const ending = await runMachine({ states: caughtBy({ Output: '{% $gone %}' }), perform });
    expect(ending).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  });

  test('an error that is none of ours shows its name and message, not its stack', async () => {
    const ending = await runMachine({
      states: task({}),
      perform: () => Promise.reject(new TypeError('x is not a function')),
    });
    expect(ending).toEqual({ status: 'FAILED', error: 'TypeError', cause: 'x is not a function' });
  });
});
