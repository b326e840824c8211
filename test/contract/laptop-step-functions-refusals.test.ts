import { CreateStateMachineCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';

import { type StepFunctionsTest, startStepFunctions } from '../support/start-step-functions.ts';

const PREFIX = 'arn:aws:states:us-east-1:000000000000';
const pass = { A: { Type: 'Pass', End: true } };

let on: StepFunctionsTest;
beforeEach(async () => {
  on = await startStepFunctions({});
});
afterEach(() => on.close());

const startWith = (more: object) =>
  on.client.send(new StartExecutionCommand({ stateMachineArn: on.machine('flow', pass), ...more }));

describe('what Step Functions refuses', () => {
  const table: [name: string, input: object, error: string][] = [
    [
      'a machine that is not there',
      { stateMachineArn: `${PREFIX}:stateMachine:none` },
      'StateMachineDoesNotExist',
    ],
    ['an ARN of something else', { stateMachineArn: `${PREFIX}:execution:flow:x` }, 'InvalidArn'],
    [
      'an ARN of another account',
      { stateMachineArn: 'arn:aws:states:us-east-1:111111111111:stateMachine:flow' },
      'InvalidArn',
    ],
    ['no ARN', { stateMachineArn: 'flow' }, 'InvalidArn'],
    ['an input that is not JSON', { input: '{n:1}' }, 'InvalidExecutionInput'],
    ['an input of more than 256 KiB', { input: JSON.stringify('x'.repeat(262_143)) }, 'ValidationException'],
    ['a name with a space', { name: 'a b' }, 'InvalidName'],
    ['a name with a colon', { name: 'a:b' }, 'InvalidName'],
    ['a name of 81 characters', { name: 'a'.repeat(81) }, 'InvalidName'],
  ];
  test.each(table)('%s', async (_, input, name) => {
    await expect(startWith(input)).rejects.toMatchObject({ name });
  });

  test('an execution that is not there', async () => {
    const executionArn = `${PREFIX}:execution:flow:none`;
    const message = `Execution Does Not Exist: '${executionArn}'`;
    await expect(on.describe(executionArn)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist', message });
  });

  test('an operation that is not spoken, by name and in the log', async () => {
    const create = new CreateStateMachineCommand({
      name: 'x',
      definition: '{}',
      roleArn: 'arn:aws:iam::000000000000:role/x',
    });
    await expect(on.client.send(create)).rejects.toMatchObject({ name: 'NotImplemented' });
    expect(on.endpoint.logged).toEqual([expect.stringContaining('states:CreateStateMachine')]);
  });

  test('a caller without the permission', async () => {
    const machine = on.machine('flow', pass);
    const nobody = new SFNClient(on.endpoint.clientOptions('Nobody'));
    await expect(nobody.send(new StartExecutionCommand({ stateMachineArn: machine }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`perform: states:StartExecution on resource: ${machine}`),
    });
    nobody.destroy();
  });

  test('a definition that it would not run, when it is provisioned', () => {
    expect(() => on.machine('flow', { A: { Type: 'Pass', Parameters: {}, End: true } })).toThrow(
      '"Parameters"',
    );
  });
});
