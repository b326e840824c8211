import { AppError } from '../domain/errors.ts';
import type { Connection } from '../domain/connection.ts';
import type { Change, ConnectionStore, SealedCredential } from '../ports.ts';
import { changeWrites } from './change-writes.ts';
import { connectionRow } from './connection-rows.ts';
import { connectionNotFound } from './connection-not-found.ts';
import { connectionUpdateWrites } from './connection-update-writes.ts';
import { credentialRows } from './credential-rows.ts';
import { forgetUpstream } from './forget-upstream.ts';
import type { Item, TableClient } from './table-operations.ts';
import {
  connectionKey,
  countersKey,
  credentialVersionsPrefix,
  documentChangesPrefix,
  liveCredentialKey,
  tenantPartition,
  type ItemKey,
} from './table.ts';

const NEW_CONNECTION = 'attribute_not_exists(pk)';
/** Nothing has been changed, and no credential added, since it was read. */
const SAME_REVISION = 'revision = :revision';

/** A transaction takes 100 writes; the rest is left to those beside the versions. */
const VERSIONS_IN_TRANSACTION = 80;
const DELETE_ATTEMPTS = 4;

/** Writes a connection that was not there, with its credential. */
export async function writeNewConnection({
  table,
  connection,
  change,
  credential,
}: {
  table: TableClient;
  connection: Connection;
  change: Change;
  credential: SealedCredential | undefined;
}): Promise<void> {
  const rows = credential && credentialRows(credential);
  await table.transact([
    {
      put: connectionRow(connection),
      condition: NEW_CONNECTION,
      refused: () => new AppError('CONFLICT', 'A connection with this id exists.'),
    },
    countConnections(connection.tenantId, 1),
    ...(rows === undefined ? [] : [{ put: rows.version }, { put: rows.live }]),
    ...changeWrites(connection.tenantId, change),
  ]);
}

/** Writes what differs, and what becomes of the credential and of what is known of the API, in one transaction. */
export async function updateConnection({
  table,
  update: { before, after, credential },
  change,
}: {
  table: TableClient;
  update: Parameters<ConnectionStore['update']>[0];
  change: Change;
}): Promise<void> {
  const writes = connectionUpdateWrites({ before, after, credential, refused: whyNotUpdated });
  const forgotten = await forgetUpstream({ table, before, after });
  await table.transact([...writes, ...forgotten, ...changeWrites(before.tenantId, change)]);
}

function whyNotUpdated(present: Item): AppError {
  return present['revision'] === undefined ? connectionNotFound() : new AppError('CONFLICT');
}

/** Deletes a connection with its credentials and the history of its document. */
export async function deleteConnection({
  table,
  get,
  tenantId,
  id,
  change,
}: {
  table: TableClient;
  get: (tenantId: string, id: string) => Promise<Connection | undefined>;
  tenantId: string;
  id: string;
  change: Change;
}): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const connection = await get(tenantId, id);
    if (connection === undefined) throw connectionNotFound();
    try {
      await deleteRevision({ table, tenantId, id, revision: connection.revision, change });
      // Of nothing any more; what a crash leaves here expires.
      return await table.deleteMany(await keysWith({ table, tenantId, prefix: documentChangesPrefix(id) }));
    } catch (error) {
      // Somebody stored a credential meanwhile: its version would be left behind, so read again.
      if (!(error instanceof RevisionMoved)) throw error;
      if (attempt === DELETE_ATTEMPTS) throw new AppError('CONFLICT');
    }
  }
}

class RevisionMoved extends Error {}

async function deleteRevision({
  table,
  tenantId,
  id,
  revision,
  change,
}: {
  table: TableClient;
  tenantId: string;
  id: string;
  revision: number;
  change: Change;
}): Promise<void> {
  const versions = await keysWith({ table, tenantId, prefix: credentialVersionsPrefix(id) });
  // Oldest first, before the transaction: a crash here loses history, never leaves a ciphertext without its connection.
  await table.deleteMany(versions.slice(0, -VERSIONS_IN_TRANSACTION));
  await table.transact([
    {
      delete: connectionKey({ tenantId, id }),
      condition: SAME_REVISION,
      values: { ':revision': revision },
      refused: () => new RevisionMoved(),
    },
    countConnections(tenantId, -1),
    { delete: liveCredentialKey({ tenantId, connectionId: id }) },
    ...versions.slice(-VERSIONS_IN_TRANSACTION).map((key) => ({ delete: key })),
    ...changeWrites(tenantId, change),
  ]);
}

async function keysWith({
  table,
  tenantId,
  prefix,
}: {
  table: TableClient;
  tenantId: string;
  prefix: string;
}): Promise<ItemKey[]> {
  const pk = tenantPartition(tenantId);
  const items = await table.query({ partition: pk, prefix, attributes: ['sk'] });
  return items.map((item) => ({ pk, sk: String(item['sk']) }));
}

function countConnections(tenantId: string, step: 1 | -1) {
  return { key: countersKey(tenantId), update: 'ADD connections :step', values: { ':step': step } };
}
