/** The keys of triggers: a part of the table's key builder. */
import type { TriggerType } from '../domain/trigger/trigger.ts';
import { part, tenantPartition, type ItemKey } from './table.ts';

/** Those by event apart from the others: each event is held against all of them. */
const PREFIXES = { event: 'TRGE#', schedule: 'TRGS#' } as const satisfies Record<TriggerType, string>;

/** First characters of the sort keys of a workspace's triggers of one type. */
export function triggersPrefix(type: TriggerType): string {
  return PREFIXES[type];
}

/** The same of one workflow. */
export function workflowTriggersPrefix({
  type,
  workflowId,
}: {
  type: TriggerType;
  workflowId: string;
}): string {
  return `${PREFIXES[type]}${part(workflowId)}#`;
}

export function triggerKey(trigger: {
  tenantId: string;
  type: TriggerType;
  workflowId: string;
  id: string;
}): ItemKey {
  return {
    pk: tenantPartition(trigger.tenantId),
    sk: `${workflowTriggersPrefix(trigger)}${part(trigger.id)}`,
  };
}
