import { createPrivateKey, createPublicKey, generateKeyPair } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';

import * as z from 'zod';

import { ACCOUNT, REGION } from '../service.ts';
import { ClientProperties, DEFAULT_POLICY, PoolProperties } from './pool-properties.ts';
import type { PasswordPolicy } from './pool-properties.ts';
import { newName } from './random.ts';
import type { Random } from './random.ts';
import { notFound } from './refusals.ts';

export interface Pool {
  readonly id: string;
  readonly arn: string;
  /** The `iss` of its tokens. */
  readonly issuer: string;
  readonly keyId: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly policy: PasswordPolicy;
  readonly properties: PoolProperties;
}

export interface Client {
  readonly id: string;
  readonly pool: Pool;
  readonly settings: ClientProperties;
  /** Whether answers must not tell if a user exists. */
  readonly isDiscreet: boolean;
}

const PoolRow = z.object({ id: z.string(), key_id: z.string(), private_key: z.string() });
const ClientRow = z.object({ id: z.string() });

/** Pools and their clients: ids and keys are kept, what the template says of them comes anew at every start. */
export function createPools(options: {
  readonly state: DatabaseSync;
  readonly publicUrl: string;
  readonly random: Random;
}) {
  const { state, publicUrl, random } = options;
  const pools = new Map<string, Pool>();
  const clients = new Map<string, Client>();

  const findOrMakeRow = async (logicalId: string): Promise<z.infer<typeof PoolRow>> => {
    const known = state.prepare('select * from cognito_pools where logical_id = ?').get(logicalId);
    if (known !== undefined) return PoolRow.parse(known);
    const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
    const row = {
      id: `${REGION}_${newName(random, 9)}`,
      key_id: random(32).toString('base64url'),
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
    state
      .prepare('insert into cognito_pools (id, logical_id, key_id, private_key) values (?, ?, ?, ?)')
      .run(row.id, logicalId, row.key_id, row.private_key);
    return row;
  };

  const find = (poolId: string): Pool => {
    const pool = pools.get(poolId);
    if (pool === undefined) throw notFound(`User pool ${poolId} does not exist.`);
    return pool;
  };

  return {
    async ensurePool(resource: { readonly logicalId: string; readonly properties: unknown }): Promise<Pool> {
      const properties = PoolProperties.parse(resource.properties);
      const row = await findOrMakeRow(resource.logicalId);
      const privateKey = createPrivateKey(row.private_key);
      const pool = {
        id: row.id,
        arn: `arn:aws:cognito-idp:${REGION}:${ACCOUNT}:userpool/${row.id}`,
        issuer: `${publicUrl}/cognito/${row.id}`,
        keyId: row.key_id,
        privateKey,
        publicKey: createPublicKey(privateKey),
        policy: properties.Policies?.PasswordPolicy ?? DEFAULT_POLICY,
        properties,
      };
      pools.set(pool.id, pool);
      return pool;
    },

    ensureClient(resource: {
      readonly logicalId: string;
      readonly poolId: string;
      readonly properties: unknown;
    }): Client {
      const pool = find(resource.poolId);
      const settings = ClientProperties.parse(resource.properties);
      const known = state
        .prepare('select id from cognito_clients where logical_id = ? and pool_id = ?')
        .get(resource.logicalId, pool.id);
      const id = ClientRow.optional().parse(known)?.id ?? newName(random, 26);
      state
        .prepare('insert or replace into cognito_clients (id, logical_id, pool_id) values (?, ?, ?)')
        .run(id, resource.logicalId, pool.id);
      const client = { id, pool, settings, isDiscreet: settings.PreventUserExistenceErrors === 'ENABLED' };
      clients.set(id, client);
      return client;
    },

    /** Throws ResourceNotFoundException. */
    find,
    /** Throws ResourceNotFoundException. */
    findClient(clientId: string): Client {
      const client = clients.get(clientId);
      if (client === undefined) throw notFound(`User pool client ${clientId} does not exist.`);
      return client;
    },
    findByKey: (keyId: string): Pool | undefined => [...pools.values()].find((pool) => pool.keyId === keyId),
    get: (poolId: string): Pool | undefined => pools.get(poolId),
  };
}

export type Pools = ReturnType<typeof createPools>;
