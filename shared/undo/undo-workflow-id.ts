import { createHash } from 'node:crypto';
import { ID_PREFIXES } from '../domain/ids.ts';
import type { Run } from '../domain/run.ts';

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The id of the one workflow that takes a run back: whoever asks, and however often, it is the same plan. It begins with
 * the time the run was made, as every id does that is sorted by time.
 */
export function undoWorkflowId({
  id,
  tenantId,
  createdAt,
}: Pick<Run, 'id' | 'tenantId' | 'createdAt'>): string {
  const digest = createHash('sha256')
    .update(JSON.stringify(['undo', tenantId, id]))
    .digest();
  const time = digitsOf(BigInt(Date.parse(createdAt)), 10);
  const own = digitsOf(BigInt(`0x${digest.toString('hex')}`), 16);
  return `${ID_PREFIXES.workflow}_${time}${own}`;
}

/** The last `count` digits of a number in Crockford's base 32. */
function digitsOf(value: bigint, count: number): string {
  return Array.from({ length: count }, (_, at) => DIGITS[Number((value >> BigInt(5 * at)) & 31n)])
    .toReversed()
    .join('');
}
