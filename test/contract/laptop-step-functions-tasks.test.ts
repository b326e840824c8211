import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

import { systemClock } from '../../local/aws/clock.ts';
import type { CallNotice } from '../../local/aws/dispatch.ts';
import { openState } from '../../local/aws/open-state.ts';
import { AwsError, type AwsReply, type LocalService, type Permission } from '../../local/aws/service.ts';
import { createSqs } from '../../local/aws/sqs.ts';
import { createTaskPerformer } from '../../local/aws/task-integrations.ts';
import { type StepFunctionsTest, startStepFunctions } from '../support/start-step-functions.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const START = 'arn:aws:states:::states:startExecution';
const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine';

let on: StepFunctionsTest;
afterEach(() => on.close());

/** A Lambda API that answers as it is told. */
function answering(
  reply: AwsReply | AwsError,
): LocalService & { readonly calls: { path: string; body: string }[] } {
  const calls: { path: string; body: string }[] = [];
  return {
    calls,
    signingName: 'lambda',
    operation: () => 'Invoke',
    permissions: ({ http }) => [{ action: 'lambda:InvokeFunction', resource: decodeURIComponent(http.path) }],
    async handle({ http }) {
      calls.push({ path: http.path, body: http.body.toString() });
      if (reply instanceof AwsError) throw reply;
      return reply;
    },
    close: async () => undefined,
  };
}

/** Step Functions whose tasks reach it and the services beside it, as in the laptop cloud. */
async function startIntegrated(beside: readonly LocalService[], refuse?: string) {
  const checked: (Permission & { principal: string })[] = [];
  const calls: CallNotice[] = [];
  const services: LocalService[] = [...beside];
  on = await startStepFunctions({
    beside,
    perform: createTaskPerformer({
      services: () => services,
      authorize: {
        check(principal, permissions) {
          checked.push(...permissions.map((permission) => ({ ...permission, principal })));
          if (permissions.some(({ action }) => action === refuse)) {
            throw new AwsError('AccessDeniedException', `not authorized to perform: ${refuse}`);
          }
        },
      },
      onCall: (notice) => calls.push(notice),
    }),
  });
  services.push(on.service);
  return { checked, calls };
}

const run = async (states: object, input: unknown = {}) =>
  on.ended(await on.start(on.machine('flow', states), input));

const invoking = (more: object = {}) => ({
  A: {
    Type: 'Task',
    Resource: INVOKE,
    Arguments: { FunctionName: 'work', Payload: '{% $states.input %}' },
    ...more,
    End: true,
  },
});

describe('lambda:invoke', () => {
  test('answers status, payload and version, as the role of the machine', async () => {
    const lambda = answering({ body: Buffer.from('{"next":"done"}') });
    const { checked, calls } = await startIntegrated([lambda]);
    expect(JSON.parse((await run(invoking(), { id: 1 })).output ?? '')).toEqual({
      StatusCode: 200,
      Payload: { next: 'done' },
      ExecutedVersion: '$LATEST',
    });
    expect(lambda.calls).toEqual([{ path: '/2015-03-31/functions/work/invocations', body: '{"id":1}' }]);
    expect(checked).toEqual([
      { principal: 'MachineRole', action: 'lambda:InvokeFunction', resource: lambda.calls[0]?.path },
    ]);
    expect(calls).toEqual([{ service: 'lambda', operation: 'Invoke', principal: 'MachineRole' }]);
  });

  test('by the ARN of the function takes and answers the payload itself', async () => {
    const lambda = answering({ body: '{"next":"done"}' });
    await startIntegrated([lambda]);
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:work';
    expect(await run({ A: { Type: 'Task', Resource: arn, End: true } }, [1])).toMatchObject({
      output: '{"next":"done"}',
    });
    expect(lambda.calls[0]).toEqual({
      path: `/2015-03-31/functions/${encodeURIComponent(arn)}/invocations`,
      body: '[1]',
    });
  });

  const error = '{"errorType":"RUN_LEASE_LOST","errorMessage":"another worker","trace":[]}';
  const failures: [name: string, reply: AwsReply | AwsError, error: string, cause: string][] = [
    [
      "a function's own error",
      { headers: { 'x-amz-function-error': 'Unhandled' }, body: error },
      'RUN_LEASE_LOST',
      error,
    ],
    [
      "a function's error without a type",
      { headers: { 'x-amz-function-error': 'Unhandled' }, body: '{"errorMessage":"?"}' },
      'Lambda.Unknown',
      '{"errorMessage":"?"}',
    ],
    [
      'throttling',
      new AwsError('TooManyRequestsException', 'slow', { status: 429 }),
      'Lambda.TooManyRequestsException',
      'slow',
    ],
    [
      'a missing function',
      new AwsError('ResourceNotFoundException', 'none', { status: 404 }),
      'Lambda.ResourceNotFoundException',
      'none',
    ],
    [
      'a fault of Lambda',
      new AwsError('ServiceException', 'oh', { status: 500 }),
      'Lambda.ServiceException',
      'oh',
    ],
  ];
  test.each(failures)('names %s', async (_, reply, name, cause) => {
    await startIntegrated([answering(reply)]);
    expect(await run(invoking())).toMatchObject({ status: 'FAILED', error: name, cause });
  });

  test('names a missing permission', async () => {
    await startIntegrated([answering({ body: '{}' })], 'lambda:InvokeFunction');
    expect(await run(invoking())).toMatchObject({
      error: 'Lambda.AWSLambdaException',
      cause: 'not authorized to perform: lambda:InvokeFunction',
    });
  });

  test('of a payload beyond 256 KiB fails the state', async () => {
    await startIntegrated([answering({ body: JSON.stringify('x'.repeat(262_144)) })]);
    expect(await run(invoking())).toMatchObject({ error: 'States.DataLimitExceeded' });
  });
});

describe('sqs:sendMessage', () => {
  test('sends text, or JSON as text', async () => {
    let url = '';
    const sqs = createSqs({ state: openState(':memory:'), clock: systemClock, baseUrl: () => url });
    await startIntegrated([sqs]);
    url = on.endpoint.url;
    const queue = sqs.ensureQueue({ name: 'jobs' });
    const send = {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Arguments: { QueueUrl: queue.url, MessageBody: { id: '{% $states.input.id %}' } },
      Output: '{% $exists($states.result.MessageId) %}',
      End: true,
    };
    expect(await run({ A: send }, { id: 5 })).toMatchObject({ status: 'SUCCEEDED', output: 'true' });
    const client = new SQSClient(on.endpoint.clientOptions());
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl: queue.url }));
    expect(Messages?.[0]?.Body).toBe('{"id":5}');
    client.destroy();
    await sqs.close();
  });

  test('to no queue is named', async () => {
    const sqs = createSqs({
      state: openState(':memory:'),
      clock: systemClock,
      baseUrl: () => 'http://127.0.0.1:1',
    });
    await startIntegrated([sqs]);
    const Arguments = { QueueUrl: 'http://127.0.0.1:1/000000000000/none', MessageBody: 'x' };
    const send = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Arguments, End: true };
    expect(await run({ A: send })).toMatchObject({
      status: 'FAILED',
      error: expect.stringMatching(/^SQS\.\w+Exception$/),
    });
    await sqs.close();
  });
});

describe('states:startExecution', () => {
  const child = { C: { Type: 'Wait', Seconds: 30, Output: { got: '{% $states.input.n %}' }, End: true } };
  const parent = (resource: string, more: object = {}) => ({
    P: {
      Type: 'Task',
      Resource: resource,
      Arguments: {
        StateMachineArn: `${MACHINE}:child`,
        Name: 'the-child',
        Input: { n: '{% $states.input.n %}' },
      },
      End: true,
      ...more,
    },
  });
  const childArn = `${MACHINE.replace('stateMachine', 'execution')}:child:the-child`;

  test('answers at once', async () => {
    const { checked } = await startIntegrated([]);
    on.machine('child', child);
    const { output = '' } = await run(parent(START), { n: 1 });
    expect(JSON.parse(output)).toEqual({ ExecutionArn: childArn, StartDate: on.clock.now() });
    expect(checked).toEqual([
      { principal: 'MachineRole', action: 'states:StartExecution', resource: `${MACHINE}:child` },
    ]);
    expect(await on.describe(childArn)).toMatchObject({ status: 'RUNNING', input: '{"n":1}' });
  });

  test('of a name that is taken is named', async () => {
    await startIntegrated([]);
    on.machine('child', child);
    await on.start(`${MACHINE}:child`, {}, 'the-child');
    expect(await run(parent(START), { n: 1 })).toMatchObject({
      error: 'StepFunctions.ExecutionAlreadyExistsException',
    });
  });

  test('.sync:2 waits for the child and answers its output as JSON', async () => {
    await startIntegrated([]);
    on.machine('child', child);
    const arn = await on.start(on.machine('flow', parent(`${START}.sync:2`)), { n: 1 });
    await on.clock.advance(29_999);
    expect(await on.describe(arn)).toMatchObject({ status: 'RUNNING' });
    await on.clock.advance(1);
    expect(JSON.parse((await on.ended(arn)).output ?? '')).toMatchObject({
      ExecutionArn: childArn,
      Status: 'SUCCEEDED',
      Input: { n: 1 },
      Output: { got: 1 },
    });
  });

  test('.sync:2 fails with its child', async () => {
    await startIntegrated([]);
    on.machine('child', { C: { Type: 'Fail', Error: 'Child.Bad', Cause: 'why' } });
    const { status, error, cause = '' } = await run(parent(`${START}.sync:2`), { n: 1 });
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(JSON.parse(cause)).toMatchObject({ Status: 'FAILED', Error: 'Child.Bad', Cause: 'why' });
  });

  test('.sync:2 stops the child when the parent is stopped or gives up', async () => {
    await startIntegrated([]);
    on.machine('child', child);
    const arn = await on.start(on.machine('flow', parent(`${START}.sync:2`, { TimeoutSeconds: 5 })), {
      n: 1,
    });
    await on.clock.advance(5000);
    expect(await on.ended(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(await on.describe(childArn)).toMatchObject({ status: 'ABORTED' });
  });
});
