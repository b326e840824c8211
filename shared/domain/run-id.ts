import { createHash } from 'node:crypto';
import { ID_PREFIXES } from './ids.ts';

/**
 * The id of the one run that a key may start: a hash of tenant, workflow and the caller's key or the event's id. The
 * run is created on condition that it does not exist, so the same key starts nothing twice.
 */
export function runIdFor({
  tenantId,
  workflowId,
  key,
}: {
  tenantId: string;
  workflowId: string;
  key: string;
}): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([tenantId, workflowId, key]))
    .digest('hex');
  return `${ID_PREFIXES.run}_${digest.slice(0, 40)}`;
}
