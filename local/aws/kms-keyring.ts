import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import * as z from 'zod';

import type { Clock } from './clock.ts';
import { ACCOUNT, AwsError, REGION } from './service.ts';

const KeyState = z.enum(['Enabled', 'Disabled', 'PendingDeletion']);
export type KeyState = z.infer<typeof KeyState>;

/** One key with its master, which stays inside the local KMS. */
export interface Key {
  readonly keyId: string;
  readonly arn: string;
  readonly logicalId: string;
  readonly master: Buffer;
  readonly state: KeyState;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

const Row = z.object({
  key_id: z.string(),
  logical_id: z.string(),
  master: z.instanceof(Uint8Array),
  state: KeyState,
  created_at: z.number(),
});

const ARN_PREFIX = `arn:aws:kms:${REGION}:${ACCOUNT}:key/`;

/** The keys, held in memory and written through to the database. */
export function createKeyring(options: {
  readonly state: DatabaseSync;
  readonly clock: Clock;
  readonly newId: () => string;
}) {
  const { state, clock, newId } = options;
  state.exec(`create table if not exists kms_keys (
    key_id text primary key, logical_id text not null unique, master blob not null, state text not null,
    created_at integer not null)`);
  const insert = state.prepare(
    'insert into kms_keys (key_id, logical_id, master, state, created_at) values (?, ?, ?, ?, ?)',
  );
  const update = state.prepare('update kms_keys set state = ? where key_id = ?');
  const keys = new Map<string, Key>();
  for (const row of z.array(Row).parse(state.prepare('select * from kms_keys').all())) {
    keys.set(row.key_id, {
      keyId: row.key_id,
      arn: arnOf(row.key_id),
      logicalId: row.logical_id,
      master: Buffer.from(row.master),
      state: row.state,
      createdAt: row.created_at,
    });
  }

  return {
    arnOf,
    /** The key with this id, where there is one. */
    get: (keyId: string): Key | undefined => keys.get(keyId),
    /** The key that an id or ARN names. Throws `NotFoundException`. */
    find(keyIdOrArn: string): Key {
      const keyId = keyIdOrArn.startsWith(ARN_PREFIX) ? keyIdOrArn.slice(ARN_PREFIX.length) : keyIdOrArn;
      const key = keys.get(keyId);
      if (key === undefined) throw new AwsError('NotFoundException', `Key '${arnOf(keyId)}' does not exist`);
      return key;
    },
    ensure(logicalId: string): { keyId: string; arn: string } {
      const known = [...keys.values()].find((key) => key.logicalId === logicalId);
      if (known !== undefined) return { keyId: known.keyId, arn: known.arn };
      const keyId = newId();
      const key = {
        keyId,
        arn: arnOf(keyId),
        logicalId,
        master: randomBytes(32),
        state: 'Enabled',
        createdAt: clock.now(),
      } as const;
      insert.run(keyId, logicalId, key.master, key.state, key.createdAt);
      keys.set(keyId, key);
      return { keyId, arn: key.arn };
    },
    setState(key: Key, next: KeyState): void {
      update.run(next, key.keyId);
      keys.set(key.keyId, { ...key, state: next });
    },
  };
}

function arnOf(keyId: string): string {
  return `${ARN_PREFIX}${keyId}`;
}
