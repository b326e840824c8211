import { connectionOpener } from '../../../shared/calls/open-connection.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { Secret } from '../../../shared/domain/secret.ts';
import type { SealedCredential } from '../../../shared/ports.ts';
import { connectionRecord, credentialRecord, TIME } from '../../support/records.ts';

const tenantId = 'ws_1';
const connectionId = 'conn_1';

const stored = (over: Partial<Connection> = {}): Connection => ({
  ...connectionRecord({ tenantId, id: connectionId, credentialId: 'cred_1' }),
  ...over,
});
const sealed = (id = 'cred_1', over: object = {}): SealedCredential => {
  const record = credentialRecord({ tenantId, connectionId, id });
  return { ...record, metadata: { ...record.metadata, ...over } };
};

/** Opens what the reads give, one after the other; the last of each is read again and again. */
function opening(
  reads: readonly { connection: Connection | undefined; credential: SealedCredential | undefined }[],
) {
  const at = { connection: 0, credential: 0 };
  const next = (name: keyof typeof at) => reads[Math.min(at[name]++, reads.length - 1)];
  const open = connectionOpener({
    tenantId,
    connections: { get: async () => next('connection')?.connection },
    credentials: { getSealed: async () => next('credential')?.credential },
    vault: { open: async () => new Secret({ apiKey: 'the-key' }) },
    clock: { now: () => Date.parse(TIME) },
  });
  return { opened: open(connectionId), at };
}

test('a connection is opened with its credential', async () => {
  const { opened } = opening([{ connection: stored(), credential: sealed() }]);
  const { connection, credential } = await opened;
  expect(connection.id).toBe(connectionId);
  expect(credential?.label).toBe('cred_1#1');
  expect(credential?.secret.reveal()).toEqual({ apiKey: 'the-key' });
});

test('one that needs no credential is opened without', async () => {
  const connection = stored({ auth: { type: 'none' } });
  const { opened } = opening([{ connection, credential: sealed() }]);
  expect((await opened).credential).toBeUndefined();
});

test.each([
  ['one that is gone', undefined, undefined, 'STEP_INPUT_INVALID'],
  ['one that is switched off', stored({ status: 'INACTIVE' }), sealed(), 'CONNECTION_INACTIVE'],
  ['one without credentials', connectionRecord({ tenantId }), undefined, 'CREDENTIAL_MISSING'],
  ['one whose credentials are over', stored(), sealed('cred_1', { expiresAt: TIME }), 'CREDENTIAL_MISSING'],
])('%s is refused', async (_, connection, credential, code) => {
  const { opened } = opening([{ connection, credential }]);
  await expect(opened).rejects.toMatchObject({ code });
});

test('a credential of another address than the one that was read is never used: both are read again', async () => {
  const moved = stored({ baseUrl: 'https://elsewhere.example.com', credentialId: 'cred_2' });
  const { opened, at } = opening([
    { connection: stored(), credential: sealed('cred_2') },
    { connection: moved, credential: sealed('cred_2') },
  ]);
  const { connection, credential } = await opened;
  expect([connection.baseUrl, credential?.label]).toEqual([moved.baseUrl, 'cred_2#1']);
  expect(at).toEqual({ connection: 2, credential: 2 });
});

test('where they never fit each other, it is not opened', async () => {
  const { opened } = opening([{ connection: stored(), credential: sealed('cred_2') }]);
  await expect(opened).rejects.toMatchObject({ code: 'CONFLICT' });
});
