import type { NativeAttributeValue } from '@aws-sdk/lib-dynamodb';
import type { Connection } from '../domain/connection.ts';
import type { CredentialChange } from '../ports.ts';
import { nightIndex } from './connection-rows.ts';
import { deactivationWrites, exchangeWrites, storingWrites } from './credential-writes.ts';
import type { Item, ItemUpdate, Write } from './table-operations.ts';
import { connectionKey } from './table.ts';

/** Nothing has been changed, and no credential added, since it was read. */
const SAME_REVISION = 'revision = :before';

/**
 * The writes that turn one state of a connection into the next, with what becomes of its credential. Only what differs
 * is set: members that are written without a new revision (the last use) are not put back to what they were.
 */
export function connectionUpdateWrites({
  before,
  after,
  credential,
  refused,
}: {
  readonly before: Connection;
  readonly after: Connection;
  readonly credential: CredentialChange;
  /** What the row as it is says of a failed condition. */
  readonly refused: (present: Item) => Error;
}): readonly Write[] {
  const { tenantId } = before;
  const update = { key: connectionKey(before), ...differenceOf(before, after), refused };
  if (credential.kind === 'keep') return [update];
  if (credential.kind === 'deactivate') {
    return [update, ...deactivationWrites({ tenantId, live: credential.live, at: after.updatedAt })];
  }
  const { sealed, replaced } = credential;
  const isAnother = replaced !== undefined && replaced.id !== sealed.metadata.id;
  return [update, ...(isAnother ? exchangeWrites(sealed, replaced) : storingWrites(sealed))];
}

function differenceOf(before: Connection, after: Connection): Omit<ItemUpdate, 'key'> {
  const was: Readonly<Record<string, NativeAttributeValue>> = { ...before, ...nightIndex(before) };
  const is: Readonly<Record<string, NativeAttributeValue>> = { ...after, ...nightIndex(after) };
  const members = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (member) => JSON.stringify(was[member]) !== JSON.stringify(is[member]),
  );
  const set = members.filter((member) => is[member] !== undefined);
  const removed = members.filter((member) => is[member] === undefined);
  const remove = removed.length === 0 ? '' : ` REMOVE ${removed.map((member) => `#${member}`).join(', ')}`;
  return {
    update: `SET ${set.map((member) => `#${member} = :${member}`).join(', ')}${remove}`,
    condition: SAME_REVISION,
    // Some members are named like reserved words.
    names: Object.fromEntries(members.map((member) => [`#${member}`, member])),
    values: {
      ...Object.fromEntries(set.map((member) => [`:${member}`, is[member]])),
      ':before': before.revision,
    },
  };
}
