import type { Perform } from '../../local/asl/execution.ts';
import { INVOKE, runMachine, startMachine } from '../support/run-machine.ts';

const never: Perform = () => new Promise(() => undefined);

const task = (more: object) => ({
  A: { Type: 'Task', Resource: INVOKE, End: true, ...more },
});

describe('time limits', () => {
  test('TimeoutSeconds ends a task, which may be caught', async () => {
    const states = {
      ...task({ TimeoutSeconds: '{% 5 %}', Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Late' }] }),
      Late: { Type: 'Pass', End: true },
    };
    const machine = startMachine({ states, perform: never });
    await machine.clock.advance(4999);
    expect(machine.entered).toEqual(['A']);
    await machine.clock.advance(1);
    expect(await machine.ending).toEqual({
      status: 'SUCCEEDED',
      output: { Error: 'States.Timeout', Cause: 'The task ran longer than 5 seconds.' },
    });
  });

  test('a task that is given up sees its signal aborted, and its late answer is dropped', async () => {
    let aborted = false;
    const perform: Perform = ({ signal }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          resolve('too late');
        });
      });
    const ending = await runMachine({ states: task({ TimeoutSeconds: 1 }), perform, withinMs: 1000 });
    expect(ending).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(aborted).toBe(true);
  });

  test('an answer in time leaves no timer behind', async () => {
    const machine = startMachine({ states: task({ TimeoutSeconds: 5 }), timeoutSeconds: 60 });
    await machine.ending;
    await machine.clock.settle();
    expect(machine.clock.pending()).toBe(0);
  });

  const limits: { name: string; type: 'STANDARD' | 'EXPRESS'; timeoutSeconds?: number; at: number }[] = [
    { name: 'a machine of its own TimeoutSeconds', type: 'STANDARD', timeoutSeconds: 60, at: 60_000 },
    { name: 'an Express execution at five minutes', type: 'EXPRESS', at: 300_000 },
    { name: 'an Express execution that asks for more', type: 'EXPRESS', timeoutSeconds: 900, at: 300_000 },
    { name: 'an Express execution that asks for less', type: 'EXPRESS', timeoutSeconds: 10, at: 10_000 },
  ];
  test.each(limits)('end $name, which nothing catches', async ({ type, timeoutSeconds, at }) => {
    const states = {
      ...task({
        Retry: [{ ErrorEquals: ['States.ALL'] }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
      }),
      Caught: { Type: 'Pass', End: true },
    };
    const limit = timeoutSeconds === undefined ? {} : { timeoutSeconds };
    const machine = startMachine({ states, perform: never, type, ...limit });
    let ended = false;
    void machine.ending.then(() => (ended = true));
    await machine.clock.advance(at - 1);
    expect(ended).toBe(false);
    await machine.clock.advance(1);
    expect(await machine.ending).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
    expect(machine.entered).toEqual(['A']);
  });

  test('a Standard execution without TimeoutSeconds waits for a year', async () => {
    const states = { A: { Type: 'Wait', Seconds: 31_536_000, End: true } };
    expect(await runMachine({ states, withinMs: 31_536_000_000 })).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('an execution that is stopped ends at once', async () => {
    const machine = startMachine({
      states: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'A' }] }),
      perform: never,
    });
    await machine.clock.settle();
    machine.interrupt('stopped');
    expect(await machine.ending).toEqual({ status: 'ABORTED' });
  });
});
