import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';

import type { Perform } from '../../local/asl/execution.ts';
import { type StepFunctionsTest, startStepFunctions } from '../support/start-step-functions.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine';

let on: StepFunctionsTest;
afterEach(() => on.close());

const hold = (more: object) => ({
  Hold: {
    Type: 'Task',
    Resource: `${INVOKE}.waitForTaskToken`,
    Arguments: '{% $states.context.Task.Token %}',
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
    End: true,
    ...more,
  },
  Caught: { Type: 'Pass', End: true },
});

describe('task tokens', () => {
  let token = '';
  const perform: Perform = async ({ arguments: given }) => {
    if (typeof given === 'string') token = given;
    return {};
  };
  const begin = async (more: object = {}) => {
    on = await startStepFunctions({ perform });
    const arn = await on.start(on.machine('hold', hold(more)));
    await on.clock.settle();
    return arn;
  };
  const succeed = (output = '{"yes":1}') =>
    on.client.send(new SendTaskSuccessCommand({ taskToken: token, output }));
  const beat = () => on.client.send(new SendTaskHeartbeatCommand({ taskToken: token }));

  test('are returned with an output', async () => {
    const arn = await begin();
    expect(await on.describe(arn)).toMatchObject({ status: 'RUNNING' });
    await succeed();
    expect(await on.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"yes":1}' });
    expect(on.endpoint.checked).toContainEqual({
      action: 'states:SendTaskSuccess',
      resource: `${MACHINE}:hold`,
    });
  });

  test('are returned with a failure, which may be caught', async () => {
    const arn = await begin();
    await on.client.send(new SendTaskFailureCommand({ taskToken: token, error: 'Refused', cause: 'by Ann' }));
    expect(await on.ended(arn)).toMatchObject({ output: '{"Error":"Refused","Cause":"by Ann"}' });
  });

  test('are returned once', async () => {
    await begin();
    await succeed();
    await expect(succeed()).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await expect(beat()).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  test('that nobody gave are refused', async () => {
    await begin();
    const forged = new SendTaskSuccessCommand({ taskToken: 'forged', output: '{}' });
    await expect(on.client.send(forged)).rejects.toMatchObject({ name: 'InvalidToken' });
  });

  test('are not used up by an output that is not JSON', async () => {
    const arn = await begin();
    await expect(succeed('{')).rejects.toMatchObject({ name: 'InvalidOutput' });
    await succeed('null');
    expect(await on.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: 'null' });
  });

  test('need heartbeats where the state says so', async () => {
    const arn = await begin({ HeartbeatSeconds: 10 });
    for (let beats = 0; beats < 3; beats += 1) {
      await on.clock.advance(9000);
      await beat();
    }
    await on.clock.advance(9999);
    expect(await on.describe(arn)).toMatchObject({ status: 'RUNNING' });
    await on.clock.advance(1);
    expect(await on.ended(arn)).toMatchObject({
      output: '{"Error":"States.HeartbeatTimeout","Cause":"No heartbeat came for 10 seconds."}',
    });
    await expect(succeed()).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  test('that came back leave no timer behind', async () => {
    const arn = await begin({ HeartbeatSeconds: 10, TimeoutSeconds: 60 });
    await succeed();
    await on.ended(arn);
    expect(on.clock.pending()).toBe(0);
  });

  test('end with the time limit of the state', async () => {
    const arn = await begin({ TimeoutSeconds: 5 });
    await on.clock.advance(5000);
    expect(await on.ended(arn)).toMatchObject({ output: expect.stringContaining('States.Timeout') });
    await expect(beat()).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  test('end with their execution', async () => {
    const executionArn = await begin();
    await on.client.send(new StopExecutionCommand({ executionArn }));
    await expect(succeed()).rejects.toMatchObject({ name: 'TaskTimedOut' });
    expect(on.clock.pending()).toBe(0);
  });
});
