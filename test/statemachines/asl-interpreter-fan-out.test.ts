import type { Perform } from '../../local/asl/execution.ts';
import type { Json } from '../../local/asl/json.ts';
import { StatesError } from '../../local/asl/states-error.ts';
import { INVOKE, outputOf, runMachine, startMachine } from '../support/run-machine.ts';

const one = (state: object) => ({ StartAt: 'Inner', States: { Inner: { End: true, ...state } } });
const branch = (name: string, state: object) => ({
  StartAt: name,
  States: { [name]: { End: true, ...state } },
});
const call = { Type: 'Task', Resource: INVOKE };

const scoped = (first: string, second: string, value: number) => ({
  StartAt: first,
  States: {
    [first]: { Type: 'Pass', Assign: { mine: value }, Next: second },
    [second]: { Type: 'Pass', Output: '{% $mine + $outer %}', End: true },
  },
});

describe('Parallel', () => {
  test('gives every branch the same input and lists the outputs in order', async () => {
    const states = {
      Both: {
        Type: 'Parallel',
        Arguments: { n: '{% $states.input.n %}' },
        Branches: [
          branch('Wait', { Type: 'Wait', Seconds: 5, Output: '{% $states.input.n %}' }),
          branch('Add', { Type: 'Pass', Output: '{% $states.input.n + 1 %}' }),
        ],
        Assign: { both: '{% $states.result %}' },
        Output: { sum: '{% $sum($states.result) %}' },
        Next: 'After',
      },
      After: { Type: 'Pass', Output: '{% [$both, $states.input.sum] %}', End: true },
    };
    expect(await outputOf({ states, input: { n: 1, more: 2 }, withinMs: 5000 })).toEqual([1, 2, 3]);
  });

  test('reads outer variables, keeps its own to itself, and branches may use the same names', async () => {
    const states = {
      A: { Type: 'Pass', Assign: { outer: 100 }, Next: 'Both' },
      Both: { Type: 'Parallel', Branches: [scoped('X', 'Y', 1), scoped('V', 'W', 2)], Next: 'After' },
      After: { Type: 'Pass', Output: '{% {"got": $states.input, "leaked": $exists($mine)} %}', End: true },
    };
    expect(await outputOf({ states })).toEqual({ got: [101, 102], leaked: false });
  });

  test('fails with the first branch that fails, and the others stop', async () => {
    const stopped: string[] = [];
    const perform: Perform = ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          stopped.push('task');
          reject(signal.reason);
        });
      });
    const states = {
      Both: {
        Type: 'Parallel',
        Branches: [
          branch('Long', call),
          branch('Forever', { Type: 'Wait', Seconds: 1000 }),
          {
            StartAt: 'Soon',
            States: { Soon: { Type: 'Wait', Seconds: 1, Next: 'Bad' }, Bad: { Type: 'Fail', Error: 'Bad' } },
          },
        ],
        Catch: [{ ErrorEquals: ['Bad'], Next: 'Caught' }],
        End: true,
      },
      Caught: { Type: 'Succeed', Output: '{% $states.input.Error %}' },
    };
    const machine = startMachine({ states, perform });
    await machine.clock.advance(1000);
    expect(await machine.ending).toEqual({ status: 'SUCCEEDED', output: 'Bad' });
    expect(stopped).toEqual(['task']);
    expect(machine.clock.pending()).toBe(0);
  });

  test('is retried as a whole', async () => {
    let calls = 0;
    const perform: Perform = async () => {
      calls += 1;
      if (calls === 2) throw new StatesError('Boom', 'once');
      return calls;
    };
    const states = {
      Both: {
        Type: 'Parallel',
        Branches: [branch('X', call), branch('Y', call)],
        Retry: [{ ErrorEquals: ['Boom'] }],
        End: true,
      },
    };
    expect(await outputOf({ states, perform, withinMs: 1000 })).toEqual([3, 4]);
  });
});

describe('Map', () => {
  const items: { name: string; map: object; input: Json; output: Json }[] = [
    { name: 'its input', map: { ItemProcessor: one({ Type: 'Pass' }) }, input: [1, 2], output: [1, 2] },
    {
      name: 'Items by an expression',
      map: {
        Items: '{% $states.input.list %}',
        ItemProcessor: one({ Type: 'Pass', Output: '{% $states.input * 2 %}' }),
      },
      input: { list: [1, 2, 3] },
      output: [2, 4, 6],
    },
    {
      name: 'Items as a list',
      map: { Items: ['x', '{% 1 + 1 %}'], ItemProcessor: one({ Type: 'Pass' }) },
      input: {},
      output: ['x', 2],
    },
    {
      name: 'items as ItemSelector forms them, with the context of the item',
      map: {
        Items: '{% $states.input.list %}',
        ItemSelector: {
          value: '{% $states.context.Map.Item.Value %}',
          index: '{% $states.context.Map.Item.Index %}',
          tenant: '{% $states.input.tenant %}',
        },
        ItemProcessor: one({
          Type: 'Pass',
          Output: { in: '{% $states.input %}', at: '{% $states.context.Map.Item.Index %}' },
        }),
      },
      input: { list: ['a', 'b'], tenant: 't' },
      output: [
        { in: { value: 'a', index: 0, tenant: 't' }, at: 0 },
        { in: { value: 'b', index: 1, tenant: 't' }, at: 1 },
      ],
    },
    { name: 'no items', map: { ItemProcessor: one({ Type: 'Pass' }) }, input: [], output: [] },
  ];
  test.each(items)('runs over $name', async ({ map, input, output }) => {
    expect(await outputOf({ states: { M: { Type: 'Map', ...map, End: true } }, input })).toEqual(output);
  });

  test('refuses items that are no list', async () => {
    const states = {
      M: { Type: 'Map', Items: '{% $states.input.a %}', ItemProcessor: one({ Type: 'Pass' }), End: true },
    };
    expect(await runMachine({ states, input: { a: { b: 1 } } })).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining("The field 'Items' must give an array, but gave: object."),
    });
  });

  const limits: { name: string; limit: object; count: number; most: number }[] = [
    { name: 'at most MaxConcurrency', limit: { MaxConcurrency: 2 }, count: 6, most: 2 },
    { name: 'one after the other', limit: { MaxConcurrency: '{% 1 %}' }, count: 3, most: 1 },
    { name: 'at most 40 without a limit, as an inline Map on AWS', limit: {}, count: 50, most: 40 },
    { name: 'at most 40 where it asks for more', limit: { MaxConcurrency: 100 }, count: 50, most: 40 },
  ];
  test.each(limits)('runs $name', async ({ limit, count, most }) => {
    const release: (() => void)[] = [];
    let running = 0;
    let highest = 0;
    const perform: Perform = async ({ arguments: item }) => {
      running += 1;
      highest = Math.max(highest, running);
      await new Promise<void>((resolve) => release.push(resolve));
      running -= 1;
      return item;
    };
    const states = { M: { Type: 'Map', ...limit, ItemProcessor: one(call), End: true } };
    const input = Array.from({ length: count }, (_, index) => index);
    const machine = startMachine({ states, input, perform });
    for (let done = 0; done < count; done += 1) {
      await machine.clock.settle();
      release.shift()?.();
    }
    expect(await machine.ending).toEqual({ status: 'SUCCEEDED', output: input });
    expect(highest).toBe(most);
  });

  test('fails with the item that fails and begins no more', async () => {
    const begun: Json[] = [];
    const perform: Perform = async ({ arguments: item }) => {
      begun.push(item);
      if (item === 2) throw new StatesError('Bad.Item', 'two');
      return item;
    };
    const states = { M: { Type: 'Map', MaxConcurrency: 1, ItemProcessor: one(call), End: true } };
    expect(await runMachine({ states, input: [1, 2, 3], perform })).toEqual({
      status: 'FAILED',
      error: 'Bad.Item',
      cause: 'two',
    });
    expect(begun).toEqual([1, 2]);
  });

  test('a Map inside a Map knows its own item', async () => {
    const inner = {
      Type: 'Map',
      ItemProcessor: one({ Type: 'Pass', Output: '{% $states.context.Map.Item.Index %}' }),
    };
    const states = {
      M: { Type: 'Map', ItemProcessor: { StartAt: 'N', States: { N: { ...inner, End: true } } }, End: true },
    };
    expect(await outputOf({ states, input: [['a', 'b'], ['c']] })).toEqual([[0, 1], [0]]);
  });

  test('transitions count inside as well', async () => {
    const states = { M: { Type: 'Map', ItemProcessor: one({ Type: 'Pass' }), End: true } };
    const machine = startMachine({ states, input: [1, 2, 3] });
    await machine.ending;
    expect(machine.transitions()).toBe(4);
  });
});
