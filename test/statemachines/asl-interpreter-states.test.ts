import type { Json } from '../../local/asl/json.ts';
import { INVOKE, outputOf, runMachine, startMachine } from '../support/run-machine.ts';

describe('states of a JSONata machine', () => {
  const table: { name: string; states: Record<string, unknown>; input?: Json; output: Json }[] = [
    {
      name: 'Pass hands its input on',
      states: { A: { Type: 'Pass', End: true } },
      input: { a: 1 },
      output: { a: 1 },
    },
    {
      name: 'Pass shapes its output, literals beside expressions at any depth',
      states: {
        A: { Type: 'Pass', Output: { a: ['x', '{% $states.input.n + 1 %}'], b: { c: null } }, End: true },
      },
      input: { n: 1 },
      output: { a: ['x', 2], b: { c: null } },
    },
    {
      name: 'Assign and Output both see the variables from before',
      states: {
        A: { Type: 'Pass', Assign: { n: 1 }, Next: 'B' },
        B: { Type: 'Pass', Assign: { n: '{% $n + 1 %}' }, Output: { before: '{% $n %}' }, Next: 'C' },
        C: { Type: 'Pass', Output: { was: '{% $states.input.before %}', is: '{% $n %}' }, End: true },
      },
      output: { was: 1, is: 2 },
    },
    {
      name: 'Succeed ends with its Output',
      states: { A: { Type: 'Succeed', Output: '{% $states.input.deep.value %}' } },
      input: { deep: { value: [1] } },
      output: [1],
    },
    {
      name: 'Choice takes the first rule that holds, with the Assign and Output of the rule',
      states: {
        A: {
          Type: 'Choice',
          Choices: [
            { Condition: '{% $states.input.n > 10 %}', Next: 'Big' },
            {
              Condition: '{% $states.input.n > 1 %}',
              Assign: { size: 'some' },
              Output: { from: 'rule' },
              Next: 'B',
            },
            { Condition: true, Next: 'Big' },
          ],
          Assign: { size: 'default' },
          Default: 'Big',
        },
        B: { Type: 'Pass', Output: { size: '{% $size %}', from: '{% $states.input.from %}' }, End: true },
        Big: { Type: 'Fail' },
      },
      input: { n: 2 },
      output: { size: 'some', from: 'rule' },
    },
    {
      name: 'Choice without a rule that holds takes Default, with the Assign and Output of the state',
      states: {
        A: {
          Type: 'Choice',
          Choices: [{ Condition: '{% false %}', Assign: { size: 'rule' }, Next: 'B' }],
          Assign: { size: 'default' },
          Output: { from: 'state' },
          Default: 'B',
        },
        B: { Type: 'Pass', Output: { size: '{% $size %}', from: '{% $states.input.from %}' }, End: true },
      },
      output: { size: 'default', from: 'state' },
    },
    {
      name: 'Task sends its Arguments and hands the result on',
      states: {
        A: { Type: 'Task', Resource: INVOKE, Arguments: { id: '{% $states.input.id %}' }, End: true },
      },
      input: { id: 7, more: true },
      output: { id: 7 },
    },
    {
      name: 'Task without Arguments sends its input',
      states: { A: { Type: 'Task', Resource: INVOKE, End: true } },
      input: { id: 7 },
      output: { id: 7 },
    },
    {
      name: 'Task shapes its result',
      states: {
        A: {
          Type: 'Task',
          Resource: INVOKE,
          Assign: { got: '{% $states.result.id %}' },
          Output: { double: '{% $states.result.id * 2 %}' },
          Next: 'B',
        },
        B: { Type: 'Pass', Output: '{% $merge([$states.input, {"got": $got}]) %}', End: true },
      },
      input: { id: 7 },
      output: { double: 14, got: 7 },
    },
    {
      name: 'the context object names execution, machine and state',
      states: {
        A: {
          Type: 'Pass',
          Output: {
            execution: '{% $states.context.Execution.Name %}',
            input: '{% $states.context.Execution.Input %}',
            role: '{% $states.context.Execution.RoleArn %}',
            started: '{% $states.context.Execution.StartTime %}',
            machine: '{% $states.context.StateMachine.Name %}',
            state: '{% $states.context.State.Name %}',
            retries: '{% $states.context.State.RetryCount %}',
          },
          End: true,
        },
      },
      input: { id: 1 },
      output: {
        execution: 'run-1',
        input: { id: 1 },
        role: 'arn:aws:iam::000000000000:role/MachineRole',
        started: '2026-01-01T00:00:00.000Z',
        machine: 'machine',
        state: 'A',
        retries: 0,
      },
    },
  ];
  test.each(table)('$name', async ({ states, input = {}, output }) => {
    expect(await outputOf({ states, input })).toEqual(output);
  });

  const failing: { name: string; states: Record<string, unknown>; error: string; cause: string }[] = [
    {
      name: 'Fail gives its error and cause',
      states: { A: { Type: 'Fail', Error: 'Shop.Closed', Cause: "{% 'since ' & $states.input.since %}" } },
      error: 'Shop.Closed',
      cause: 'since noon',
    },
    {
      name: 'Choice without a match and without Default',
      states: {
        A: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'B' }] },
        B: { Type: 'Succeed' },
      },
      error: 'States.Runtime',
      cause: 'does not point to a next state',
    },
    {
      name: 'Choice whose condition is no boolean',
      states: {
        A: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.since %}', Next: 'B' }] },
        B: { Type: 'Succeed' },
      },
      error: 'States.QueryEvaluationError',
      cause: "The field 'Choices/0/Condition' must give true or false.",
    },
    {
      name: 'an output of more than 256 KiB',
      states: { A: { Type: 'Pass', Output: "{% $pad('', 262143, 'x') %}", End: true } },
      error: 'States.DataLimitExceeded',
      cause: "The state 'A' has data of more than the 262144 bytes",
    },
    {
      name: 'variables of more than 256 KiB in one assignment',
      states: {
        A: { Type: 'Pass', Assign: { v: "{% $pad('', 262143, 'x') %}" }, Next: 'B' },
        B: { Type: 'Succeed' },
      },
      error: 'States.DataLimitExceeded',
      cause: '(entered at the event id #1)',
    },
  ];
  test.each(failing)('$name', async ({ states, error, cause }) => {
    const ending = await runMachine({ states, input: { since: 'noon' } });
    expect(ending).toEqual({ status: 'FAILED', error, cause: expect.stringContaining(cause) });
  });

  test('a result that just fits in 256 KiB passes', async () => {
    // 262,142 characters and two quotes.
    const output = await outputOf({
      states: { A: { Type: 'Pass', Output: "{% $pad('', 262142, 'x') %}", End: true } },
    });
    expect(output).toHaveLength(262_142);
  });

  const waits: { name: string; state: Record<string, unknown>; ms: number }[] = [
    { name: 'seconds', state: { Seconds: 30 }, ms: 30_000 },
    { name: 'an expression of seconds', state: { Seconds: '{% $states.input.n * 10 %}' }, ms: 20_000 },
    { name: 'a time', state: { Timestamp: '2026-01-01T00:01:00Z' }, ms: 60_000 },
    { name: 'an expression of a time', state: { Timestamp: '{% $states.input.at %}' }, ms: 3_600_000 },
    { name: 'a month, longer than one timer takes', state: { Seconds: 2_678_400 }, ms: 2_678_400_000 },
  ];
  test.each(waits)('Wait rests for $name and no less', async ({ state, ms }) => {
    const machine = startMachine({
      states: { A: { Type: 'Wait', ...state, Next: 'B' }, B: { Type: 'Succeed' } },
      input: { n: 2, at: '2026-01-01T01:00:00.000Z' },
    });
    await machine.clock.advance(ms - 1);
    expect(machine.entered).toEqual(['A']);
    await machine.clock.advance(1);
    expect(machine.entered).toEqual(['A', 'B']);
    expect(await machine.ending).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('Wait until a time that has passed goes on at once', async () => {
    const state = { Type: 'Wait', Timestamp: '2020-01-01T00:00:00Z', Output: { woke: true }, End: true };
    expect(await outputOf({ states: { A: state } })).toEqual({ woke: true });
  });

  test('transitions count every state entered', async () => {
    const machine = startMachine({
      states: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'C' }, C: { Type: 'Succeed' } },
    });
    await machine.ending;
    expect(machine.transitions()).toBe(3);
  });
});
