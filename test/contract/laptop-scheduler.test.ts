import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
  type CreateScheduleCommandInput,
} from '@aws-sdk/client-scheduler';
import { openState } from '../../local/aws/open-state.ts';
import { createScheduler } from '../../local/aws/scheduler.ts';
import { startEndpoint } from '../support/start-endpoint.ts';
import { createVirtualClock, type VirtualClock } from '../support/virtual-clock.ts';

const MINUTE = 60_000;
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:starts';
const LETTERS = 'arn:aws:sqs:us-east-1:000000000000:letters';
const ROLE = 'arn:aws:iam::000000000000:role/Sender';
const START = Date.UTC(2025, 0, 1);

const SCHEDULE: CreateScheduleCommandInput = {
  Name: 'trg_1',
  GroupName: 'apiq',
  ScheduleExpression: 'cron(0 9 * * ? *)',
  ScheduleExpressionTimezone: 'Europe/Berlin',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: {
    Arn: QUEUE,
    RoleArn: ROLE,
    Input: '{"id":"trg_1","time":"<aws.scheduler.scheduled-time>"}',
    DeadLetterConfig: { Arn: LETTERS },
    RetryPolicy: { MaximumRetryAttempts: 1 },
  },
};

async function setup({ state = openState(':memory:'), clock = createVirtualClock(START) } = {}) {
  const sent: { queueArn: string; roleArn: string; body: unknown }[] = [];
  let failures = 0;
  const scheduler = createScheduler({
    state,
    clock,
    trusts: (roleArn) => roleArn === ROLE,
    async send({ body, ...letter }) {
      if (failures > 0) {
        failures -= 1;
        throw new TypeError('the queue is gone');
      }
      sent.push({ ...letter, body: JSON.parse(body) });
    },
  });
  scheduler.ensureGroup('apiq');
  const endpoint = await startEndpoint([scheduler]);
  const client = new SchedulerClient(endpoint.clientOptions());
  return {
    state,
    clock,
    scheduler,
    endpoint,
    client,
    sent,
    times: () => sent.map(({ body }) => (body as { time: string }).time),
    fail: (times: number) => void (failures = times),
    async close() {
      await scheduler.close();
      client.destroy();
      await endpoint.close();
    },
  };
}
type Fixture = Awaited<ReturnType<typeof setup>>;

/** Ends one laptop cloud and starts the next on what it left, so long after. */
async function restart(old: Fixture, clock: VirtualClock): Promise<Fixture> {
  await old.close();
  return setup({ state: old.state, clock });
}

describe('the local EventBridge Scheduler, by the SDK client', () => {
  let on: Fixture;
  beforeEach(async () => {
    on = await setup();
    on.scheduler.start();
  });
  afterEach(() => on.close());

  test('a schedule fires by the clocks of its time zone, with the time in its input', async () => {
    await on.client.send(new CreateScheduleCommand(SCHEDULE));
    await on.clock.advance(48 * 60 * MINUTE);
    expect(on.sent).toEqual([
      { queueArn: QUEUE, roleArn: ROLE, body: { id: 'trg_1', time: '2025-01-01T08:00:00Z' } },
      { queueArn: QUEUE, roleArn: ROLE, body: { id: 'trg_1', time: '2025-01-02T08:00:00Z' } },
    ]);
  });

  test('a rate counts from its start, and ends', async () => {
    await on.client.send(
      new CreateScheduleCommand({
        ...SCHEDULE,
        ScheduleExpression: 'rate(5 minutes)',
        StartDate: new Date(START + 2 * MINUTE),
        EndDate: new Date(START + 13 * MINUTE),
        ActionAfterCompletion: 'DELETE',
      }),
    );
    await on.clock.advance(60 * MINUTE);
    expect(on.times()).toEqual(['2025-01-01T00:02:00Z', '2025-01-01T00:07:00Z', '2025-01-01T00:12:00Z']);
    await expect(
      on.client.send(new GetScheduleCommand({ Name: 'trg_1', GroupName: 'apiq' })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('what is written is read, replaced and deleted; nothing fires after that', async () => {
    const { ScheduleArn } = await on.client.send(new CreateScheduleCommand(SCHEDULE));
    expect(ScheduleArn).toBe('arn:aws:scheduler:us-east-1:000000000000:schedule/apiq/trg_1');
    await on.client.send(
      new UpdateScheduleCommand({ ...SCHEDULE, ScheduleExpression: 'rate(1 hour)', State: 'DISABLED' }),
    );
    const read = await on.client.send(new GetScheduleCommand({ Name: 'trg_1', GroupName: 'apiq' }));
    expect(read).toMatchObject({
      ScheduleExpression: 'rate(1 hour)',
      State: 'DISABLED',
      CreationDate: new Date(START),
    });
    await on.clock.advance(90 * MINUTE);
    await on.client.send(new UpdateScheduleCommand({ ...SCHEDULE, ScheduleExpression: 'rate(1 hour)' }));
    await on.client.send(new DeleteScheduleCommand({ Name: 'trg_1', GroupName: 'apiq' }));
    await on.clock.advance(90 * MINUTE);
    expect(on.sent).toEqual([]);
  });

  test('what cannot be sent is tried again, and goes to the dead-letter queue', async () => {
    await on.client.send(new CreateScheduleCommand({ ...SCHEDULE, ScheduleExpression: 'rate(1 hour)' }));
    on.fail(1);
    await on.clock.advance(MINUTE);
    on.fail(2);
    await on.clock.advance(60 * MINUTE);
    expect(on.sent.map(({ queueArn }) => queueArn)).toEqual([QUEUE, LETTERS]);
  });

  test('it can be fired before its time', async () => {
    await on.client.send(new CreateScheduleCommand(SCHEDULE));
    expect([on.scheduler.fire('trg_1'), on.scheduler.fire('trg_2')]).toEqual([true, false]);
    await on.clock.settle();
    expect(on.times()).toEqual(['2025-01-01T00:00:00Z']);
  });

  test('the times missed while it was down are made up for once, by the last of them', async () => {
    await on.client.send(new CreateScheduleCommand({ ...SCHEDULE, ScheduleExpression: 'rate(1 hour)' }));
    await on.clock.advance(0);
    expect(on.times()).toEqual(['2025-01-01T00:00:00Z']);
    const later = createVirtualClock(START + 3.5 * 60 * MINUTE);
    on = await restart(on, later);
    await later.advance(60 * MINUTE);
    expect(on.times()).toEqual([]);
    on.scheduler.start();
    await later.advance(0);
    expect(on.times()).toEqual(['2025-01-01T04:00:00Z']);
    await later.advance(60 * MINUTE);
    expect(on.times()).toEqual(['2025-01-01T04:00:00Z', '2025-01-01T05:00:00Z']);
  });

  test('both permissions of AWS are asked for, with the service that the role is passed to', async () => {
    await on.client.send(new CreateScheduleCommand(SCHEDULE));
    expect(on.endpoint.checked).toEqual([
      {
        action: 'scheduler:CreateSchedule',
        resource: 'arn:aws:scheduler:us-east-1:000000000000:schedule/apiq/trg_1',
      },
      {
        action: 'iam:PassRole',
        resource: ROLE,
        context: { 'iam:passedtoservice': 'scheduler.amazonaws.com' },
      },
    ]);
  });

  test.each<[string, Partial<CreateScheduleCommandInput>, string]>([
    ['an expression that is none', { ScheduleExpression: 'cron(0 9 * * *)' }, 'ValidationException'],
    ['an unknown time zone', { ScheduleExpressionTimezone: 'Berlin' }, 'ValidationException'],
    ['a start long ago', { StartDate: new Date(START - 6 * MINUTE) }, 'ValidationException'],
    ['an end that is over', { EndDate: new Date(START) }, 'ValidationException'],
    [
      'a role that does not trust it',
      { Target: { ...SCHEDULE.Target, Arn: QUEUE, RoleArn: `${ROLE}2` } },
      'ValidationException',
    ],
    ['a group that is not there', { GroupName: 'other' }, 'ResourceNotFoundException'],
    ['a one-time schedule', { ScheduleExpression: 'at(2030-01-01T00:00:00)' }, 'NotImplemented'],
    [
      'a member that is not spoken',
      { KmsKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/1' },
      'NotImplemented',
    ],
  ])('%s is refused', async (_, change, name) => {
    await expect(on.client.send(new CreateScheduleCommand({ ...SCHEDULE, ...change }))).rejects.toMatchObject(
      { name },
    );
  });

  test('a name is taken once, and what is not there cannot be changed', async () => {
    await expect(on.client.send(new UpdateScheduleCommand(SCHEDULE))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await on.client.send(new CreateScheduleCommand(SCHEDULE));
    await expect(on.client.send(new CreateScheduleCommand(SCHEDULE))).rejects.toMatchObject({
      name: 'ConflictException',
    });
    await expect(on.client.send(new ListSchedulesCommand({}))).rejects.toMatchObject({
      name: 'NotImplemented',
    });
  });
});
