import { EventBridgeClient, PutEventsCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';

import { createEventBridge } from '../../local/aws/eventbridge.ts';
import type { EventTarget } from '../../local/aws/eventbridge-rules.ts';
import { openState } from '../../local/aws/open-state.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';
import { startEndpoint } from '../support/start-endpoint.ts';

const TARGET = { id: 'fn', arn: 'arn:aws:lambda:us-east-1:000000000000:function:fn' };

interface Delivered {
  readonly target: EventTarget;
  readonly event: unknown;
}

async function setup(state = openState(':memory:')) {
  const clock = createVirtualClock(Date.UTC(2025, 0, 1));
  const delivered: Delivered[] = [];
  const letters: unknown[] = [];
  let failures = 0;
  const bridge = createEventBridge({
    state,
    clock,
    async deliver(target, event) {
      if (failures > 0) {
        failures -= 1;
        throw new TypeError('the target is down');
      }
      delivered.push({ target, event });
    },
    deadLetter: (letter) => void letters.push(letter),
    retryDelaysMs: [100, 1000],
  });
  bridge.ensureBus('apiq');
  const endpoint = await startEndpoint([bridge]);
  const client = new EventBridgeClient(endpoint.clientOptions());
  return {
    state,
    clock,
    bridge,
    endpoint,
    client,
    delivered,
    letters,
    fail: (times: number) => {
      failures = times;
    },
    put: (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries })),
    async close() {
      await bridge.close();
      client.destroy();
      await endpoint.close();
    },
  };
}
type Fixture = Awaited<ReturnType<typeof setup>>;

const entry = (more: PutEventsRequestEntry = {}): PutEventsRequestEntry => ({
  EventBusName: 'apiq',
  Source: 'apiq',
  DetailType: 'execution.completed',
  Detail: JSON.stringify({ runId: 'run_1' }),
  ...more,
});

describe('the local EventBridge, by the SDK client', () => {
  let on: Fixture;
  beforeEach(async () => {
    on = await setup();
  });
  afterEach(() => on.close());

  test('an event reaches each target of the rules that match it, in the whole envelope', async () => {
    on.bridge.ensureRule({
      name: 'runs',
      busName: 'apiq',
      pattern: { 'detail-type': [{ prefix: 'execution.' }] },
      targets: [TARGET, { id: 'detail', arn: 'arn:d', inputPath: '$.detail.runId' }],
    });
    on.bridge.ensureRule({
      name: 'others',
      busName: 'apiq',
      pattern: '{"source":["other"]}',
      targets: [TARGET],
    });
    on.bridge.ensureRule({ name: 'elsewhere', pattern: { source: ['apiq'] }, targets: [TARGET] });
    on.bridge.ensureRule({
      name: 'off',
      busName: 'apiq',
      pattern: { source: ['apiq'] },
      targets: [TARGET],
      enabled: false,
    });
    on.bridge.start();
    const answer = await on.put(entry({ Resources: ['arn:r'], Time: new Date('2024-05-06T07:08:09Z') }));

    expect(answer.FailedEntryCount).toBe(0);
    expect(on.delivered.map(({ target }) => target.id)).toEqual(['fn', 'detail']);
    expect(on.delivered.map(({ event }) => event)).toEqual([
      {
        version: '0',
        id: answer.Entries?.[0]?.EventId,
        'detail-type': 'execution.completed',
        source: 'apiq',
        account: '000000000000',
        time: '2024-05-06T07:08:09Z',
        region: 'us-east-1',
        resources: ['arn:r'],
        detail: { runId: 'run_1' },
      },
      'run_1',
    ]);
  });

  test('what is wrong with one entry is answered for it alone', async () => {
    const answer = await on.put(
      entry(),
      entry({ Detail: 'no json' }),
      entry({ Detail: '[]' }),
      entry({ Source: 'aws.s3' }),
      { EventBusName: 'apiq', Source: 'apiq', DetailType: 'x' },
      entry({ EventBusName: 'none' }),
    );
    expect(answer.FailedEntryCount).toBe(5);
    expect(answer.Entries?.map((result) => result.ErrorCode)).toEqual([
      undefined,
      'MalformedDetail',
      'MalformedDetail',
      'NotAuthorizedForSourceException',
      'InvalidArgument',
      'InvalidArgument',
    ]);
    expect(on.bridge.recordedEvents()).toHaveLength(1);
  });

  test('a request over 256 KB or over ten entries is refused whole', async () => {
    const Detail = JSON.stringify({ text: 'x'.repeat(140_000) });
    await expect(on.put(entry({ Detail }), entry({ Detail }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    const many = Array.from({ length: 11 }, () => entry());
    await expect(on.put(...many)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(on.bridge.recordedEvents()).toEqual([]);
  });

  test('events are recorded newest first, and found by their run', async () => {
    for (const runId of ['run_1', 'run_2', 'run_1']) {
      await on.put(entry({ Detail: JSON.stringify({ runId, at: runId }) }));
    }
    await on.put(entry({ Detail: '{}', DetailType: 'last' }));
    expect(on.bridge.recordedEvents({ limit: 2 }).map((event) => event['detail-type'])).toEqual([
      'last',
      'execution.completed',
    ]);
    const ofRun = on.bridge.recordedEvents({ runId: 'run_1' });
    expect(ofRun.map((event) => event.detail.at)).toEqual(['run_1', 'run_1']);
    expect(on.bridge.recordedEvents({ runId: 'run_1', limit: 1 })).toEqual([ofRun[0]]);
  });

  test('a delivery that fails is tried again after a while', async () => {
    on.bridge.ensureRule({ name: 'r', busName: 'apiq', pattern: { source: ['apiq'] }, targets: [TARGET] });
    on.bridge.start();
    on.fail(2);
    await on.put(entry());
    await on.clock.advance(100);
    expect(on.delivered).toEqual([]);
    await on.clock.advance(1000);
    expect(on.delivered).toHaveLength(1);
    await on.clock.advance(60_000);
    expect(on.delivered).toHaveLength(1);
    expect(on.letters).toEqual([]);
  });

  test('one that keeps failing ends in the dead-letter queue of its target', async () => {
    const queueArn = 'arn:aws:sqs:us-east-1:000000000000:dead';
    const target = { ...TARGET, deadLetterArn: queueArn };
    const { arn } = on.bridge.ensureRule({
      name: 'r',
      busName: 'apiq',
      pattern: { source: ['apiq'] },
      targets: [target, { ...target, id: 'impatient', maximumRetryAttempts: 0 }],
    });
    on.bridge.start();
    on.fail(9);
    await on.put(entry());
    await on.clock.advance(2000);

    const attributes = { RULE_ARN: arn, TARGET_ARN: TARGET.arn, ERROR_MESSAGE: 'the target is down' };
    expect(on.letters).toMatchObject([
      { queueArn, attributes: { ...attributes, RETRY_ATTEMPTS: '0' } },
      {
        queueArn,
        attributes: { ...attributes, RETRY_ATTEMPTS: '2' },
        body: expect.stringContaining('run_1'),
      },
    ]);
  });

  test('a delivery that was not made outlives a restart, and the record of events too', async () => {
    const rule = { name: 'r', busName: 'apiq', pattern: { source: ['apiq'] }, targets: [TARGET] };
    on.bridge.ensureRule(rule);
    on.bridge.start();
    on.fail(1);
    await on.put(entry());
    await on.bridge.close();

    const restarted = await setup(on.state);
    restarted.bridge.ensureRule(rule);
    restarted.bridge.start();
    await restarted.clock.advance(0);
    expect(restarted.delivered).toMatchObject([{ event: { detail: { runId: 'run_1' } } }]);
    expect(restarted.bridge.recordedEvents({ runId: 'run_1' })).toHaveLength(1);
    await restarted.close();

    const again = await setup(on.state);
    again.bridge.ensureRule(rule);
    again.bridge.start();
    await again.clock.advance(60_000);
    expect(again.delivered).toEqual([]);
    await again.close();
  });

  test('schedules fire in time, by rate and by cron, with their input or as scheduled events', async () => {
    const { arn } = on.bridge.ensureRule({ name: 'often', schedule: 'rate(10 minutes)', targets: [TARGET] });
    on.bridge.ensureRule({
      name: 'nightly',
      schedule: 'cron(30 0 * * ? *)',
      targets: [{ id: 'job', arn: 'arn:j', input: '{"job":"refresh"}' }],
    });
    await on.clock.advance(3_600_000);
    expect(on.delivered).toEqual([]);
    on.bridge.start();
    await on.clock.advance(24 * 3_600_000);

    const often = on.delivered.filter(({ target }) => target.id === 'fn');
    const nightly = on.delivered.filter(({ target }) => target.id === 'job');
    expect(often).toHaveLength(24 * 6);
    expect(often[0]?.event).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      time: '2025-01-01T01:10:00Z',
      resources: [arn],
      detail: {},
    });
    expect(nightly.map(({ event }) => event)).toEqual([{ job: 'refresh' }]);
    on.bridge.ensureRule({ name: 'often', schedule: 'rate(10 minutes)', targets: [TARGET], enabled: false });
    await on.clock.advance(3_600_000);
    expect(on.delivered.filter(({ target }) => target.id === 'fn')).toHaveLength(24 * 6);
  });

  test('a schedule fires when it is told to, and its time stays', async () => {
    on.bridge.ensureRule({ name: 'nightly', schedule: 'cron(30 0 * * ? *)', targets: [TARGET] });
    on.bridge.start();
    expect([on.bridge.fire('nightly'), on.bridge.fire('daily')]).toEqual([true, false]);
    await on.clock.advance(1);
    expect(on.delivered).toHaveLength(1);
    await on.clock.advance(24 * 3_600_000);
    expect(on.delivered).toHaveLength(2);
  });

  test('a rule that cannot work is refused when it is made', () => {
    const make = (rule: object) => () => on.bridge.ensureRule({ name: 'r', targets: [TARGET], ...rule });
    expect(make({ pattern: { source: 'apiq' } })).toThrow('Event pattern is not valid');
    expect(make({ pattern: 'nonsense' })).toThrow('Event pattern is not valid');
    expect(make({ schedule: 'rate(1 minutes)' })).toThrow('ScheduleExpression is not valid');
    expect(make({ schedule: 'rate(1 minute)', busName: 'apiq' })).toThrow('only on the default event bus');
    expect(make({ pattern: { source: ['x'] }, busName: 'none' })).toThrow('Event bus none does not exist');
    expect(make({})).toThrow('must be specified');
    const pattern = { source: ['x'] };
    expect(make({ pattern, targets: [{ ...TARGET, input: 'no json' }] })).toThrow('is not JSON');
    expect(make({ pattern, targets: [{ ...TARGET, inputTransformer: {} }] })).toThrow('InputTransformer');
  });

  test('the permission is asked for on each bus, and what is not spoken is refused', async () => {
    await on.put(entry(), entry(), entry({ EventBusName: 'default' }));
    expect(on.endpoint.checked).toEqual([
      { action: 'events:PutEvents', resource: 'arn:aws:events:us-east-1:000000000000:event-bus/apiq' },
      { action: 'events:PutEvents', resource: 'arn:aws:events:us-east-1:000000000000:event-bus/default' },
    ]);
    const rule = new PutRuleCommand({ Name: 'r', EventPattern: '{}' });
    await expect(on.client.send(rule)).rejects.toMatchObject({ name: 'NotImplemented' });
    await expect(on.put(entry({ TraceHeader: 'x' }))).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});
