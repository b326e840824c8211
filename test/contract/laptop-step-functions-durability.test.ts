import { SendTaskSuccessCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';

import type { Perform } from '../../local/asl/execution.ts';
import type { Json } from '../../local/asl/json.ts';
import { StatesError } from '../../local/asl/states-error.ts';
import { type StepFunctionsTest, startStepFunctions } from '../support/start-step-functions.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const call = { Type: 'Task', Resource: INVOKE };
const never = (): Promise<Json> => new Promise(() => undefined);

let on: StepFunctionsTest;
afterEach(() => on.close());

/** Shuts Step Functions down in the middle of things and boots it again on the same database. */
async function restart(perform?: Perform, downMs = 0): Promise<void> {
  await on.clock.settle();
  await on.close();
  await on.clock.advance(downMs);
  const { state, clock } = on;
  on = await startStepFunctions({ state, clock, ...(perform === undefined ? {} : { perform }) });
  on.service.resume();
}

const hold = {
  Hold: {
    ...call,
    Resource: `${INVOKE}.waitForTaskToken`,
    Arguments: '{% $states.context.Task.Token %}',
    End: true,
  },
};

describe('a Standard execution survives a restart', () => {
  test('in a Wait, which keeps its time', async () => {
    on = await startStepFunctions({});
    const states = {
      A: { Type: 'Pass', Assign: { kept: '{% $states.input.n %}' }, Next: 'W' },
      W: { Type: 'Wait', Seconds: 60, Output: '{% $kept %}', End: true },
    };
    const arn = await on.start(on.machine('flow', states), { n: 7 });
    await on.clock.advance(40_000);
    await restart();
    await on.clock.advance(19_999);
    expect(await on.describe(arn)).toMatchObject({ status: 'RUNNING' });
    await on.clock.advance(1);
    expect(await on.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: '7' });
    expect(on.transitions.STANDARD).toBe(0);
  });

  test('in a Wait whose time passed meanwhile', async () => {
    on = await startStepFunctions({});
    const arn = await on.start(on.machine('flow', { W: { Type: 'Wait', Seconds: 60, End: true } }));
    await restart(undefined, 100_000);
    await on.clock.settle();
    expect(await on.ended(arn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('with the retries that it has used', async () => {
    let calls = 0;
    const failing: Perform = async () => {
      calls += 1;
      throw new StatesError('Boom', 'again');
    };
    on = await startStepFunctions({ perform: failing });
    const states = {
      A: { ...call, Retry: [{ ErrorEquals: ['Boom'], IntervalSeconds: 10, MaxAttempts: 2 }], End: true },
    };
    const arn = await on.start(on.machine('flow', states));
    await on.clock.advance(15_000);
    expect(calls).toBe(2);
    await restart(failing);
    await on.clock.advance(14_999);
    expect(calls).toBe(2);
    await on.clock.advance(1);
    expect(calls).toBe(3);
    expect(await on.ended(arn)).toMatchObject({ status: 'FAILED', error: 'Boom' });
  });

  test('whose answered calls are not made again; the one under way is', async () => {
    const made: Json[] = [];
    const states = {
      A: { ...call, Arguments: 'first', Next: 'B' },
      B: { ...call, Arguments: 'second', TimeoutSeconds: 100, End: true },
    };
    on = await startStepFunctions({
      perform: async ({ arguments: given }) => {
        made.push(given);
        return given === 'second' ? never() : given;
      },
    });
    const arn = await on.start(on.machine('flow', states));
    await on.clock.settle();
    await restart(async ({ arguments: given }) => {
      made.push(given);
      return 'done';
    });
    expect(await on.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: '"done"' });
    expect(made).toEqual(['first', 'second', 'second']);
  });

  test('whose finished iterations and branches are not run again', async () => {
    const made: Json[] = [];
    const states = {
      M: {
        Type: 'Map',
        MaxConcurrency: 2,
        ItemProcessor: { StartAt: 'In', States: { In: { ...call, End: true } } },
        End: true,
      },
    };
    on = await startStepFunctions({
      perform: async ({ arguments: item }) => {
        made.push(item);
        return item === 2 ? never() : item;
      },
    });
    const arn = await on.start(
      on.machine('flow', { P: { Type: 'Pass', Output: [1, 2, 3], Next: 'M' }, ...states }),
    );
    await on.clock.settle();
    expect(made).toEqual([1, 2, 3]);
    await restart(async ({ arguments: item }) => {
      made.push(item);
      return item;
    });
    expect(await on.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: '[1,2,3]' });
    expect(made).toEqual([1, 2, 3, 2]);
  });

  test('in a loop over a Map, whose second round starts afresh', async () => {
    on = await startStepFunctions({});
    const states = {
      Begin: { Type: 'Pass', Assign: { round: 1 }, Next: 'M' },
      M: {
        Type: 'Map',
        Items: '{% [$round] %}',
        ItemProcessor: {
          StartAt: 'In',
          States: { In: { Type: 'Pass', Output: '{% $states.input * 10 %}', End: true } },
        },
        Assign: {
          round: '{% $round + 1 %}',
          seen: '{% $append($exists($seen) ? $seen : [], $states.result) %}',
        },
        Next: 'Again?',
      },
      'Again?': {
        Type: 'Choice',
        Choices: [{ Condition: '{% $round <= 3 %}', Next: 'Rest' }],
        Default: 'End',
      },
      Rest: { Type: 'Wait', Seconds: 1, Next: 'M' },
      End: { Type: 'Succeed', Output: '{% $seen %}' },
    };
    const arn = await on.start(on.machine('flow', states));
    await on.clock.advance(1000);
    await restart();
    await on.clock.advance(1000);
    expect(await on.ended(arn)).toMatchObject({ output: '[10,20,30]' });
  });

  test('with its task token, and an outcome that came while it was down is not lost', async () => {
    let token = '';
    const sent: Json[] = [];
    on = await startStepFunctions({
      perform: async ({ arguments: given }) => {
        sent.push(given);
        if (typeof given === 'string') token = given;
        return {};
      },
    });
    const arn = await on.start(on.machine('flow', hold));
    await on.clock.settle();
    await on.close();
    const { state, clock } = on;
    on = await startStepFunctions({ state, clock });
    // Reported before anything was resumed.
    await on.client.send(new SendTaskSuccessCommand({ taskToken: token, output: '{"ok":true}' }));
    on.service.resume();
    expect(await on.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"ok":true}' });
    expect(sent).toHaveLength(1);
  });

  test('past its TimeoutSeconds ends so', async () => {
    on = await startStepFunctions({});
    const states = { W: { Type: 'Wait', Seconds: 600, End: true } };
    const arn = await on.start(on.machine('flow', states, { TimeoutSeconds: 60 }));
    await restart(undefined, 61_000);
    await on.clock.advance(0);
    expect(await on.ended(arn)).toMatchObject({ status: 'TIMED_OUT' });
  });

  test('and its tokens end with it, though nothing drives it', async () => {
    let taskToken = '';
    on = await startStepFunctions({
      perform: async ({ arguments: given }) => {
        if (typeof given === 'string') taskToken = given;
        return {};
      },
    });
    const executionArn = await on.start(on.machine('flow', hold));
    await on.clock.settle();
    await on.close();
    on = await startStepFunctions({ state: on.state, clock: on.clock });
    await on.client.send(new StopExecutionCommand({ executionArn }));
    const late = on.client.send(new SendTaskSuccessCommand({ taskToken, output: '1' }));
    await expect(late).rejects.toMatchObject({ name: 'TaskTimedOut' });
    on.service.resume();
    expect(await on.describe(executionArn)).toMatchObject({ status: 'ABORTED' });
  });
});

test('an execution that has ended leaves no frame, whatever its branches were at', async () => {
  let arn = '';
  const stopIt: Perform = async () => {
    // From within, so that the other branch is in the middle of an expression.
    const http = {
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.alloc(0),
    };
    await on.service.handle({
      operation: 'StopExecution',
      input: { executionArn: arn },
      principal: 'root',
      http,
    });
    return null;
  };
  on = await startStepFunctions({ perform: stopIt });
  const branch = (name: string, state: object) => ({
    StartAt: name,
    States: { [name]: { ...state, End: true } },
  });
  const Branches = [branch('Stop', call), branch('Slow', { Type: 'Wait', Seconds: '{% $sum([1..100]) %}' })];
  const machine = on.machine('flow', {
    Rest: { Type: 'Wait', Seconds: 1, Next: 'Both' },
    Both: { Type: 'Parallel', Branches, End: true },
  });
  arn = await on.start(machine);
  await on.clock.advance(1000);
  expect(await on.ended(arn)).toMatchObject({ status: 'ABORTED' });
  expect(on.state.prepare('select count(*) as frames from sfn_frame').get()).toEqual({ frames: 0 });
});

test('a shutdown ends nothing, and what ended stays ended', async () => {
  on = await startStepFunctions({});
  const machine = on.machine('flow', { W: { Type: 'Wait', Seconds: 60, End: true } });
  const [stopped, running] = [await on.start(machine), await on.start(machine)];
  await on.clock.settle();
  await on.client.send(new StopExecutionCommand({ executionArn: stopped }));
  await restart();
  expect(await on.describe(stopped)).toMatchObject({ status: 'ABORTED' });
  expect(await on.describe(running)).toMatchObject({ status: 'RUNNING' });
  expect(on.clock.pending()).toBe(1);
});

test('an Express execution is not resumed', async () => {
  let calls = 0;
  const perform = () => {
    calls += 1;
    return never();
  };
  on = await startStepFunctions({ perform });
  await on.start(on.machine('fast', { A: { ...call, End: true } }, { type: 'EXPRESS' }));
  await restart(perform);
  await on.clock.settle();
  expect(calls).toBe(1);
});

test('executions are forgotten 90 days after they ended', async () => {
  on = await startStepFunctions({});
  const arn = await on.start(on.machine('flow', { A: { Type: 'Succeed' } }));
  await on.ended(arn);
  await on.clock.advance(90 * 24 * 60 * 60 * 1000 + 1);
  await restart();
  await expect(on.describe(arn)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
});
