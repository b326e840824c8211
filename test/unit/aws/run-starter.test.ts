import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { createRunMachine } from '../../../shared/aws/run-machine.ts';
import { createWatchdogQueue } from '../../../shared/aws/watchdog-queue.ts';

const RUN = { tenantId: 'ws_1', runId: 'run_1' };
const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });

describe('starting the machine of a run', () => {
  function setup() {
    const states = mockClient(SFNClient);
    states.on(StartExecutionCommand).resolves({});
    let tries = 0;
    const machine = createRunMachine({
      stateMachineArn: 'arn:machine',
      newSuffix: () => `00000000-0000-4000-8000-00000000000${(tries += 1)}`,
      client: new SFNClient({ region: 'us-east-1' }),
    });
    const sent = () => states.commandCalls(StartExecutionCommand).map((call) => call.args[0].input);
    return { states, machine, sent };
  }

  it('sends ids alone, under a name that begins with the run and differs each time', async () => {
    const { machine, sent } = setup();
    await machine.start(RUN);
    await machine.start(RUN);
    expect(sent()).toEqual([
      {
        stateMachineArn: 'arn:machine',
        name: 'run_1-00000000-0000-4000-8000-000000000001',
        input: '{"tenantId":"ws_1","runId":"run_1"}',
      },
      expect.objectContaining({ name: 'run_1-00000000-0000-4000-8000-000000000002' }),
    ]);
  });

  it('keeps the name within 80 characters for the longest id', async () => {
    const { machine, sent } = setup();
    await machine.start({ ...RUN, runId: `run_${'A'.repeat(64)}` });
    expect(sent()[0]?.name).toHaveLength(80);
  });

  it('says that it is busy when Step Functions is', async () => {
    const { states, machine } = setup();
    states.on(StartExecutionCommand).rejects(throttled);
    await expect(machine.start(RUN)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });
});

describe('arming the watchdog of a run', () => {
  function setup() {
    const queue = mockClient(SQSClient);
    queue.on(SendMessageCommand).resolves({});
    const watchdog = createWatchdogQueue({
      queueUrl: 'https://queue',
      client: new SQSClient({ region: 'us-east-1' }),
    });
    return { queue, watchdog };
  }

  it.each([
    [360, 360],
    [0.2, 1],
    [5_000, 900],
    [-3, 0],
  ])('asks for %d s of delay and gets %d', async (delaySeconds, expected) => {
    const { queue, watchdog } = setup();
    await watchdog.arm({ ...RUN, delaySeconds });
    expect(queue.commandCalls(SendMessageCommand)[0]?.args[0].input).toEqual({
      QueueUrl: 'https://queue',
      MessageBody: '{"tenantId":"ws_1","runId":"run_1"}',
      DelaySeconds: expected,
    });
  });

  it('says that it is busy when SQS is', async () => {
    const { queue, watchdog } = setup();
    queue.on(SendMessageCommand).rejects(throttled);
    await expect(watchdog.arm({ ...RUN, delaySeconds: 1 })).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
  });
});
