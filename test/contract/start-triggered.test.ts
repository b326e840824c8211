import { fireSchedule } from '../../functions/start-triggered/fire-schedule.ts';
import { followEvent } from '../../functions/start-triggered/follow-event.ts';
import type { ScheduleTrigger } from '../../shared/domain/trigger/trigger.ts';
import { changeOf, testId } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { TIME } from '../support/records.ts';
import { triggersUnderTest } from '../support/triggers-under-test.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let dynamodb: TestDynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

const at = (ms: number) => new Date(Date.parse(TIME) + ms).toISOString();

function setup() {
  const on = triggersUnderTest(dynamodb);
  const { ports, tenantId } = on;
  const due = ({ workflowId, id: triggerId }: ScheduleTrigger, time: string) =>
    fireSchedule({ due: { tenantId, workflowId, triggerId, time }, ports });
  const event = (type: string, data: Record<string, string | number> = {}, id = testId('evt')) => ({
    id,
    type,
    tenantId,
    time: TIME,
    data,
  });
  return {
    ...on,
    due,
    event,
    follow: (told: ReturnType<typeof event>) => followEvent({ event: told, ports }),
  };
}

describe('a schedule', () => {
  test('starts one run for one time, however often and at once it is told', async () => {
    const on = setup();
    const workflow = await on.aWorkflow();
    const trigger = await on.aSchedule(workflow, { input: { at: '{{event.time}}' } });
    await Promise.all([1, 2, 3].map(() => on.due(trigger, at(0))));
    await on.due(trigger, at(0));
    const runs = await on.runsOf(workflow.id);
    expect(runs).toHaveLength(1);
    expect(runs[0]).toMatchObject({
      trigger: 'schedule',
      triggerId: trigger.id,
      input: { at: at(0) },
      startedBy: 'user-1',
    });
    expect(await on.told()).toEqual(['trigger.fired']);
    expect(await on.read(trigger)).toMatchObject({
      lastFiredAt: TIME,
      lastOutcome: { outcome: 'fired', executionId: runs[0]?.id },
    });
    on.clock.time += HOUR;
    await on.due(trigger, at(HOUR));
    expect(await on.runsOf(workflow.id)).toHaveLength(2);
  });

  test('that nobody came for in time is left out by its rule, and says so once', async () => {
    const on = setup();
    const workflow = await on.aWorkflow();
    const trigger = await on.aSchedule(workflow);
    on.clock.time += 5 * MINUTE;
    await on.due(trigger, at(0));
    on.clock.time += 1;
    // Told again, too late, it has started all the same.
    await on.due(trigger, at(0));
    expect((await on.read(trigger))?.lastOutcome).toMatchObject({ outcome: 'fired' });
    const late = await on.aSchedule(workflow);
    await Promise.all([on.due(late, at(0)), on.due(late, at(0))]);
    expect((await on.read(late))?.lastOutcome).toMatchObject({ outcome: 'skipped', code: 'TRIGGER_MISSED' });
    expect(await on.runsOf(workflow.id)).toHaveLength(1);
    expect((await on.told()).filter((type) => type === 'trigger.skipped')).toHaveLength(1);
  });

  test('runs once for all the times that were missed, by the other rule', async () => {
    const on = setup();
    const workflow = await on.aWorkflow();
    const schedule = { rate: '1 hour', timezone: 'UTC', missedRuns: 'run-once' } as const;
    const trigger = await on.aSchedule(workflow, { schedule, input: { at: '{{event.time}}' } });
    on.clock.time += 4.5 * HOUR;
    for (const hours of [0, 1, 2, 3, 4]) await on.due(trigger, at(hours * HOUR));
    const runs = await on.runsOf(workflow.id);
    expect(runs.map(({ input }) => input)).toEqual([{ at: at(4 * HOUR) }]);
    expect(await on.told()).toHaveLength(5);
  });

  test('whose trigger is gone or disabled is ended and starts nothing', async () => {
    const on = setup();
    const workflow = await on.aWorkflow();
    const off = await on.aSchedule(workflow, { enabled: false });
    await on.due(off, at(0));
    const gone = await on.aSchedule(workflow);
    await on.ports.triggers.delete(gone, changeOf({ tenantId: on.tenantId }));
    await on.due(gone, at(0));
    expect(on.clockwork).toEqual([`delete ${off.id}`, `delete ${gone.id}`]);
    expect(await on.runsOf(workflow.id)).toEqual([]);
  });

  test('is kept as its trigger says now, whatever is told and in which order', async () => {
    const on = setup();
    const workflow = await on.aWorkflow();
    const trigger = await on.aSchedule(workflow);
    const about = { workflowId: workflow.id, triggerId: trigger.id, type: 'schedule' };
    await on.follow(on.event('trigger.deleted', about));
    await on.ports.triggers.update(
      { seen: trigger, trigger: { ...trigger, enabled: false } },
      changeOf({ tenantId: on.tenantId }),
    );
    await on.follow(on.event('trigger.created', about));
    expect(on.clockwork).toEqual([`put ${trigger.id}`, `delete ${trigger.id}`]);
  });

  test('goes with its workflow', async () => {
    const on = setup();
    const workflow = await on.aWorkflow();
    const trigger = await on.aSchedule(workflow);
    const other = await on.anEventTrigger(workflow);
    await on.ports.workflows.delete(workflow, changeOf({ tenantId: on.tenantId }));
    await on.follow(on.event('workflow.deleted', { workflowId: workflow.id }));
    expect(on.clockwork).toEqual([`delete ${trigger.id}`]);
    expect([await on.read(trigger), await on.read(other)]).toEqual([undefined, undefined]);
  });
});

describe('an event', () => {
  test('starts each workflow that waits for it, once, with the input that its templates make', async () => {
    const on = setup();
    const [first, second, third] = [await on.aWorkflow(), await on.aWorkflow(), await on.aWorkflow()];
    const input = { mail: '{{event.data.mail}}', note: 'of {{event.type}}' };
    await on.anEventTrigger(first, {
      input,
      pattern: { type: ['form.sent'], data: { amount: [{ numeric: ['>', 9] }] } },
    });
    await on.anEventTrigger(first, { pattern: { type: [{ prefix: 'form.' }] } });
    await on.anEventTrigger(second);
    await on.anEventTrigger(third, { pattern: { type: ['form.approved'] } });
    await on.anEventTrigger(third, { enabled: false });
    const event = on.event('form.sent', { mail: 'a@example.com', amount: 10 });
    await Promise.all([on.follow(event), on.follow(event)]);
    await on.follow(event);
    const runs = await Promise.all([first, second, third].map(({ id }) => on.runsOf(id)));
    expect(runs.map((list) => list.length)).toEqual([1, 1, 0]);
    expect(runs[1]?.[0]?.input).toEqual({
      event: {
        id: event.id,
        type: 'form.sent',
        source: 'apiq',
        time: TIME,
        data: { mail: 'a@example.com', amount: 10 },
      },
    });
    expect(new Set(on.started).size).toBe(2);
  });

  test('of another workspace starts nothing', async () => {
    const [mine, other] = [setup(), setup()];
    const workflow = await mine.aWorkflow();
    await mine.anEventTrigger(workflow);
    await other.follow(other.event('form.sent'));
    expect(await mine.runsOf(workflow.id)).toEqual([]);
  });

  test('whose input does not resolve fails with the template, and starts nothing', async () => {
    const on = setup();
    const workflow = await on.aWorkflow();
    const trigger = await on.anEventTrigger(workflow, { input: { mail: '{{event.data.mail}}' } });
    await on.follow(on.event('form.sent'));
    expect((await on.read(trigger))?.lastOutcome).toMatchObject({
      outcome: 'failed',
      code: 'STEP_INPUT_INVALID',
      message: expect.stringContaining('{{event.data.mail}}'),
    });
    expect(await on.told()).toEqual(['trigger.failed']);
  });

  test('of an execution that triggers started goes on eight times and no more', async () => {
    const on = setup();
    const workflow = await on.aWorkflow();
    const trigger = await on.anEventTrigger(workflow, { pattern: { type: ['execution.completed'] } });
    let executionId = 'run_manual';
    for (let count = 0; count < 12; count += 1) {
      await on.follow(on.event('execution.completed', { executionId, workflowId: workflow.id }));
      executionId = on.started.at(-1) ?? executionId;
    }
    // The first is told of by a run that is not known, so it counts as one that a person started.
    const chains = (await on.runsOf(workflow.id)).map(({ chain = 0 }) => chain).toSorted((a, b) => a - b);
    expect(chains).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await on.read(trigger))?.lastOutcome).toMatchObject({ code: 'TRIGGER_CHAIN_TOO_LONG' });
  });

  test('of a trigger starts nothing', async () => {
    const on = setup();
    const workflow = await on.aWorkflow();
    await on.anEventTrigger(workflow, { pattern: { type: [{ exists: true }] } });
    await on.follow(on.event('trigger.created', { type: 'event' }));
    expect(on.started).toEqual([]);
  });
});
