import { createRunHeads } from '../../shared/aws/run-heads.ts';
import { createRunStore } from '../../shared/aws/run-store.ts';
import { tenantPartition } from '../../shared/aws/table.ts';
import { createTriggerStore } from '../../shared/aws/trigger-store.ts';
import { createWorkflowLines } from '../../shared/aws/workflow-lines.ts';
import { createWorkflowStore } from '../../shared/aws/workflow-store.ts';
import type { EventTrigger, ScheduleTrigger, Trigger } from '../../shared/domain/trigger/trigger.ts';
import type { Workflow } from '../../shared/domain/workflow.ts';
import { changeOf, testId } from './changes.ts';
import type { TestDynamoDb } from './dynamodb.ts';
import { memoryBucket } from './memory-bucket.ts';
import { TIME, workflowRecord } from './records.ts';

/** The stores of triggers on the engine, with one workspace of its own; machine and clockwork only take notes. */
export function triggersUnderTest(dynamodb: TestDynamoDb) {
  const { table } = dynamodb;
  const tenantId = testId('ws');
  const started: string[] = [];
  const clockwork: string[] = [];
  const clock = { time: Date.parse(TIME), now: () => clock.time };
  const ports = {
    triggers: createTriggerStore({ table }),
    workflows: createWorkflowStore({ table }),
    runs: createRunStore({ table, bucket: memoryBucket() }),
    runHeads: createRunHeads({ table }),
    lines: createWorkflowLines({ table }),
    starter: {
      arm: async () => {},
      start: async ({ runId }: { runId: string }) => void started.push(runId),
    },
    clockwork: {
      put: async ({ id }: ScheduleTrigger) => void clockwork.push(`put ${id}`),
      delete: async (id: string) => void clockwork.push(`delete ${id}`),
    },
    clock,
    ids: { next: testId, uuid: () => testId('uuid') },
    log: { info() {}, warn() {}, error() {} },
  };
  const aWorkflow = async (over: Partial<Workflow> = {}): Promise<Workflow> => {
    const { workflow, version } = workflowRecord({ tenantId });
    const approved = { ...workflow, status: 'active' as const, approvedHash: workflow.planHash, ...over };
    await ports.workflows.create(approved, version, changeOf({ tenantId }));
    return approved;
  };
  const store = async <T extends Trigger>(trigger: T): Promise<T> => {
    await ports.triggers.create(trigger, changeOf({ tenantId }));
    return trigger;
  };
  const base = (workflow: Workflow) => ({
    id: testId('trg'),
    tenantId,
    workflowId: workflow.id,
    name: 'Test',
    enabled: true,
    createdAt: TIME,
    createdBy: 'user-1',
    updatedAt: TIME,
    revision: 1,
  });
  return {
    tenantId,
    ports,
    clock,
    /** Runs that were started, a run as often as it was. */
    started,
    clockwork,
    aWorkflow,
    aSchedule: async (workflow: Workflow, over: Partial<ScheduleTrigger> = {}) =>
      store<ScheduleTrigger>({
        ...base(workflow),
        type: 'schedule',
        schedule: { rate: '1 hour', timezone: 'UTC', missedRuns: 'skip' },
        anchor: TIME,
        ...over,
      }),
    anEventTrigger: async (workflow: Workflow, over: Partial<EventTrigger> = {}) =>
      store<EventTrigger>({ ...base(workflow), type: 'event', pattern: { type: ['form.sent'] }, ...over }),
    read: ({ workflowId, id }: Trigger) => ports.triggers.get({ tenantId, workflowId, id }),
    runsOf: async (workflowId: string) =>
      (await ports.runs.list({ tenantId, workflowId, page: 1, limit: 100 })).items,
    /** Types of the events that this workspace's triggers told of, oldest first. */
    told: async () => {
      const rows = await table.query({ partition: tenantPartition(tenantId), prefix: 'OUTBOX#' });
      const events: { type: string; time: string }[] = rows.map((row) => JSON.parse(String(row['event'])));
      return events
        .toSorted((a, b) => (a.time < b.time ? -1 : 1))
        .map(({ type }) => type)
        .filter((type) => type.startsWith('trigger.'));
    },
  };
}
