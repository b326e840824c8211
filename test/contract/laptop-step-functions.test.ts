import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';

import { type StepFunctionsTest, startStepFunctions } from '../support/start-step-functions.ts';

const PREFIX = 'arn:aws:states:us-east-1:000000000000';
const pass = { A: { Type: 'Pass', Output: { got: '{% $states.input.n %}' }, End: true } };
const wait = { A: { Type: 'Wait', Seconds: 60, End: true } };
const DAY = 24 * 60 * 60 * 1000;

let on: StepFunctionsTest;
beforeEach(async () => {
  on = await startStepFunctions({});
});
afterEach(() => on.close());

describe('Standard executions, by the SDK client', () => {
  test('start, run and are described', async () => {
    const arn = await on.start(on.machine('flow', pass), { n: 1 }, 'run-1');
    expect(arn).toBe(`${PREFIX}:execution:flow:run-1`);
    expect(await on.ended(arn)).toMatchObject({
      executionArn: arn,
      stateMachineArn: `${PREFIX}:stateMachine:flow`,
      name: 'run-1',
      status: 'SUCCEEDED',
      input: '{"n":1}',
      output: '{"got":1}',
      startDate: new Date(on.clock.now()),
      stopDate: new Date(on.clock.now()),
    });
    expect(on.transitions).toEqual({ STANDARD: 1, EXPRESS: 0 });
  });

  test('get a name where the caller gives none', async () => {
    const machine = on.machine('flow', pass);
    const [first, second] = [await on.start(machine), await on.start(machine)];
    expect(first).not.toBe(second);
  });

  test('that fail keep error and cause, and the log has them without the input', async () => {
    const states = { A: { Type: 'Fail', Error: 'Shop.Closed', Cause: 'at noon' } };
    const arn = await on.start(on.machine('flow', states), { secret: 'in the input' }, 'run-1');
    expect(await on.ended(arn)).toMatchObject({ status: 'FAILED', error: 'Shop.Closed', cause: 'at noon' });
    expect(on.logged).toEqual(['Step Functions: execution run-1 of flow FAILED: Shop.Closed: at noon']);
  });

  test("end by their machine's TimeoutSeconds", async () => {
    const arn = await on.start(on.machine('flow', wait, { TimeoutSeconds: 5 }));
    await on.clock.advance(5000);
    expect(await on.ended(arn)).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
  });

  test('are stopped, once', async () => {
    const arn = await on.start(on.machine('flow', wait));
    await on.clock.advance(1000);
    const stop = () =>
      on.client.send(new StopExecutionCommand({ executionArn: arn, error: 'Enough', cause: 'by me' }));
    const { stopDate } = await stop();
    expect(stopDate).toEqual(new Date(on.clock.now()));
    expect(await on.describe(arn)).toMatchObject({
      status: 'ABORTED',
      error: 'Enough',
      cause: 'by me',
      stopDate,
    });
    await on.clock.advance(60_000);
    expect((await stop()).stopDate).toEqual(stopDate);
    expect(await on.describe(arn)).toMatchObject({ status: 'ABORTED', stopDate });
    expect(on.clock.pending()).toBe(0);
  });

  test('keep the definition that they began with', async () => {
    const arn = await on.start(on.machine('flow', wait));
    on.machine('flow', pass);
    await on.clock.advance(60_000);
    expect(await on.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{}' });
  });

  test('list newest first, by status and by page', async () => {
    const machine = on.machine('flow', pass);
    const arns: string[] = [];
    for (const name of ['a', 'b', 'c']) arns.push(await on.start(machine, { n: 1 }, name));
    await Promise.all(arns.map((arn) => on.ended(arn)));
    const list = (more: object) =>
      on.client.send(new ListExecutionsCommand({ stateMachineArn: machine, ...more }));
    const first = await list({ maxResults: 2 });
    expect(first.executions?.map(({ name }) => name)).toEqual(['c', 'b']);
    const second = await list({ maxResults: 2, nextToken: first.nextToken });
    expect(second.executions?.map(({ name }) => name)).toEqual(['a']);
    expect(second.nextToken).toBeUndefined();
    expect((await list({ statusFilter: 'SUCCEEDED' })).executions).toHaveLength(3);
    expect((await list({ statusFilter: 'FAILED' })).executions).toHaveLength(0);
  });

  test('tell their history, forwards and backwards', async () => {
    const states = {
      A: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { n: 1 }, Next: 'B' },
      B: { Type: 'Succeed' },
    };
    const arn = await on.start(on.machine('flow', states), { n: 1 });
    await on.ended(arn);
    const history = (more: object) =>
      on.client.send(new GetExecutionHistoryCommand({ executionArn: arn, ...more }));
    const { events = [] } = await history({});
    expect(events.map(({ id, type }) => `${id} ${type}`)).toEqual([
      '1 ExecutionStarted',
      '2 TaskStateEntered',
      '3 TaskScheduled',
      '4 TaskSucceeded',
      '5 TaskStateExited',
      '6 SucceedStateEntered',
      '7 SucceedStateExited',
      '8 ExecutionSucceeded',
    ]);
    expect(events[1]?.stateEnteredEventDetails).toEqual({ name: 'A', input: '{"n":1}' });
    expect(events[2]?.taskScheduledEventDetails).toMatchObject({
      resourceType: 'lambda',
      resource: 'invoke',
    });
    const page = await history({ reverseOrder: true, maxResults: 3, includeExecutionData: false });
    expect(page.events?.map(({ id }) => id)).toEqual([8, 7, 6]);
    expect(page.events?.[2]?.stateEnteredEventDetails).toEqual({ name: 'B' });
    const next = await history({ reverseOrder: true, maxResults: 3, nextToken: page.nextToken });
    expect(next.events?.map(({ id }) => id)).toEqual([5, 4, 3]);
  });
});

const again = (machine: string, input: unknown) => on.start(machine, input, 'run-1');

describe('the name of a Standard execution', () => {
  const taken = {
    name: 'ExecutionAlreadyExists',
    message: `Execution Already Exists: '${PREFIX}:execution:flow:run-1'`,
  };

  test('with the same input starts nothing new while it runs', async () => {
    const machine = on.machine('flow', wait);
    const arn = await again(machine, { n: 1 });
    await on.clock.advance(1000);
    expect(await again(machine, { n: 1 })).toBe(arn);
    expect(on.transitions.STANDARD).toBe(1);
  });

  test('with another input is refused while it runs', async () => {
    const machine = on.machine('flow', wait);
    await again(machine, { n: 1 });
    await expect(again(machine, { n: 2 })).rejects.toMatchObject(taken);
  });

  test('is refused for 90 days after it ended, then free', async () => {
    const machine = on.machine('flow', pass);
    const arn = await again(machine, { n: 1 });
    await on.ended(arn);
    await on.clock.advance(90 * DAY - 1);
    await expect(again(machine, { n: 1 })).rejects.toMatchObject(taken);
    await on.clock.advance(1);
    expect(await again(machine, { n: 2 })).toBe(arn);
    expect(await on.ended(arn)).toMatchObject({ output: '{"got":2}' });
  });
});

describe('Express executions, by the SDK client', () => {
  test('run once for every start, whatever their names', async () => {
    const inputs: unknown[] = [];
    await on.close();
    on = await startStepFunctions({
      perform: async ({ arguments: given, principal }) => {
        inputs.push({ given, principal });
        return null;
      },
    });
    const states = { A: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true } };
    const machine = on.machine('fast', states, { type: 'EXPRESS' });
    const arns = [await on.start(machine, { n: 1 }, 'same'), await on.start(machine, { n: 1 }, 'same')];
    await on.clock.settle();
    expect(new Set(arns).size).toBe(2);
    expect(arns[0]).toMatch(new RegExp(`^${PREFIX}:express:fast:same:[0-9a-f-]{36}$`));
    expect(inputs).toEqual(Array.from({ length: 2 }, () => ({ given: { n: 1 }, principal: 'MachineRole' })));
    expect(on.transitions).toEqual({ STANDARD: 0, EXPRESS: 2 });
  });

  test('end after five minutes', async () => {
    await on.start(
      on.machine('fast', { A: { Type: 'Wait', Seconds: 301, End: true } }, { type: 'EXPRESS' }),
      {},
      'x',
    );
    await on.clock.advance(299_999);
    expect(on.logged).toEqual([]);
    await on.clock.advance(1);
    expect(on.logged).toEqual([expect.stringMatching('execution x of fast TIMED_OUT: States.Timeout')]);
  });

  test('cannot be described, stopped, listed or read back', async () => {
    const machine = on.machine('fast', pass, { type: 'EXPRESS' });
    const executionArn = await on.start(machine);
    const calls = [
      () => on.client.send(new DescribeExecutionCommand({ executionArn })),
      () => on.client.send(new StopExecutionCommand({ executionArn })),
      () => on.client.send(new GetExecutionHistoryCommand({ executionArn })),
    ];
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({
        name: 'InvalidArn',
        message: "Invalid Arn: 'Resource type not valid in this context: express'",
      });
    }
    const list = on.client.send(new ListExecutionsCommand({ stateMachineArn: machine }));
    await expect(list).rejects.toMatchObject({ name: 'StateMachineTypeNotSupported' });
  });

  test('answer at once where the caller waits', async () => {
    const machine = on.machine('fast', pass, { type: 'EXPRESS' });
    const start = (stateMachineArn: string) =>
      on.client.send(new StartSyncExecutionCommand({ stateMachineArn, name: 'now', input: '{"n":5}' }));
    expect(await start(machine)).toMatchObject({
      status: 'SUCCEEDED',
      name: 'now',
      input: '{"n":5}',
      output: '{"got":5}',
      billingDetails: { billedDurationInMilliseconds: 100, billedMemoryUsedInMB: 64 },
    });
    const failing = on.machine(
      'bad',
      { A: { Type: 'Fail', Error: 'No', Cause: 'way' } },
      { type: 'EXPRESS' },
    );
    expect(await start(failing)).toMatchObject({ status: 'FAILED', error: 'No', cause: 'way' });
    await expect(start(on.machine('flow', pass))).rejects.toMatchObject({
      name: 'StateMachineTypeNotSupported',
    });
  });
});

test('state machines are listed and described', async () => {
  const machine = on.machine('flow', pass);
  on.machine('fast', pass, { type: 'EXPRESS' });
  const { stateMachines = [] } = await on.client.send(new ListStateMachinesCommand({}));
  expect(stateMachines.map(({ name, type }) => [name, type])).toEqual([
    ['fast', 'EXPRESS'],
    ['flow', 'STANDARD'],
  ]);
  expect(await on.client.send(new DescribeStateMachineCommand({ stateMachineArn: machine }))).toMatchObject({
    name: 'flow',
    status: 'ACTIVE',
    definition: JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'A', States: pass }),
    roleArn: 'arn:aws:iam::000000000000:role/MachineRole',
  });
});
