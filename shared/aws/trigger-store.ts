import { AppError } from '../domain/errors.ts';
import type { EventTrigger, Trigger } from '../domain/trigger/trigger.ts';
import type { TriggerStore } from '../ports.ts';
import { changeWrites, outboxItem } from './change-writes.ts';
import type { TableClient } from './table-operations.ts';
import { triggerKey, triggersPrefix, workflowTriggersPrefix } from './table-trigger-keys.ts';
import { tenantPartition, workflowKey } from './table.ts';
import { outcomeColumn, triggerColumns, triggerOf, triggerRow } from './trigger-rows.ts';

const WORKFLOW_EXISTS = 'attribute_exists(pk)';
/** Nobody has changed the trigger since it was read; firings that are noted do not. */
const SAME_REVISION = 'revision = :revision';
const TRIGGER_EXISTS = 'attribute_exists(pk)';
/** It has not been told of this firing before. */
const NEW_EVENT = 'attribute_not_exists(pk)';

class NotNoted extends Error {}

/** Triggers in the table. */
export function createTriggerStore({ table }: { table: TableClient }): TriggerStore {
  const listed = async (tenantId: string, prefix: string): Promise<readonly Trigger[]> =>
    (await table.query({ partition: tenantPartition(tenantId), prefix })).map(triggerOf);
  return {
    async create(trigger, change) {
      await table.transact([
        {
          check: workflowKey({ tenantId: trigger.tenantId, id: trigger.workflowId }),
          condition: WORKFLOW_EXISTS,
          refused: () => new AppError('RESOURCE_NOT_FOUND', 'Workflow not found.'),
        },
        { put: triggerRow(trigger) },
        ...changeWrites(trigger.tenantId, change),
      ]);
    },
    async list(tenantId, workflowId) {
      const found = await Promise.all([
        listed(tenantId, workflowTriggersPrefix({ type: 'schedule', workflowId })),
        listed(tenantId, workflowTriggersPrefix({ type: 'event', workflowId })),
      ]);
      // Ids sort by time.
      return found.flat().toSorted((a, b) => (a.id < b.id ? -1 : 1));
    },
    async listByEvent(tenantId) {
      const triggers = await listed(tenantId, triggersPrefix('event'));
      return triggers.filter((trigger): trigger is EventTrigger => trigger.type === 'event');
    },
    async get(trigger) {
      const keys = (['schedule', 'event'] as const).map((type) => triggerKey({ ...trigger, type }));
      const [item] = await table.getMany(keys);
      return item && triggerOf(item);
    },
    async update({ seen, trigger }, change) {
      const columns = Object.entries(triggerColumns(trigger));
      const present = columns.filter(([, value]) => value !== undefined);
      const absent = columns.filter(([, value]) => value === undefined);
      const removed = absent.length === 0 ? '' : ` REMOVE ${absent.map(([name]) => `#${name}`).join(', ')}`;
      await table.transact([
        {
          key: triggerKey(trigger),
          update: `SET ${present.map(([name]) => `#${name} = :${name}`).join(', ')}${removed} ADD revision :one`,
          condition: SAME_REVISION,
          names: Object.fromEntries(columns.map(([name]) => [`#${name}`, name])),
          values: {
            ...Object.fromEntries(present.map(([name, value]) => [`:${name}`, value])),
            ':one': 1,
            ':revision': seen.revision,
          },
          refused: () => new AppError('CONFLICT'),
        },
        ...changeWrites(trigger.tenantId, change),
      ]);
    },
    async delete(trigger, change) {
      await table.transact([
        {
          delete: triggerKey(trigger),
          condition: SAME_REVISION,
          values: { ':revision': trigger.revision },
          refused: () => new AppError('CONFLICT'),
        },
        ...changeWrites(trigger.tenantId, change),
      ]);
    },
    async clear(triggers) {
      await table.deleteMany(triggers.map(triggerKey));
    },
    async note({ trigger, outcome, event }) {
      const fired = outcome.outcome === 'fired' ? ', lastFiredAt = :at' : '';
      const update = {
        key: triggerKey(trigger),
        update: `SET lastOutcome = :outcome${fired}`,
        condition: TRIGGER_EXISTS,
        values: { ':outcome': outcomeColumn(outcome), ...(fired === '' ? {} : { ':at': outcome.at }) },
      };
      if (event === undefined) {
        await table.update(update);
        return;
      }
      const refused = () => new NotNoted();
      const written = { put: outboxItem(event), condition: NEW_EVENT, refused };
      await table.transact([{ ...update, refused }, written]).catch((error: unknown) => {
        if (!(error instanceof NotNoted)) throw error;
      });
    },
  };
}
