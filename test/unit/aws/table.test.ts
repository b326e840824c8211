import * as fc from 'fast-check';
import {
  auditKey,
  connectionKey,
  credentialVersionKey,
  liveCredentialKey,
  membershipKey,
  outboxKey,
  outboxShards,
  planKey,
  profileKey,
  rateKey,
  runEntryKey,
  runKey,
  unpublishedIndexKey,
  workflowKey,
  workflowVersionKey,
} from '../../../shared/aws/table.ts';
import { runIndexKeys } from '../../../shared/aws/table-run-indexes.ts';

describe('the keys of the table', () => {
  it.each([
    [profileKey('u'), 'USER#u', 'PROFILE'],
    [membershipKey({ userId: 'u', workspaceId: 'ws' }), 'USER#u', 'MEMBER#ws'],
    [connectionKey({ tenantId: 'ws', id: 'c' }), 'TENANT#ws', 'CONN#c'],
    [liveCredentialKey({ tenantId: 'ws', connectionId: 'c' }), 'TENANT#ws', 'CRED#c'],
    [
      credentialVersionKey({ tenantId: 'ws', connectionId: 'c', id: 'k', version: 3 }),
      'TENANT#ws',
      'CREDV#c#k#000003',
    ],
    [planKey({ tenantId: 'ws', id: 'p' }), 'TENANT#ws', 'PLAN#p'],
    [workflowKey({ tenantId: 'ws', id: 'w' }), 'TENANT#ws', 'WF#w'],
    [workflowVersionKey({ tenantId: 'ws', workflowId: 'w', version: 12 }), 'TENANT#ws', 'WFV#w#000012'],
    [auditKey({ tenantId: 'ws', timestamp: '2025', id: 'l' }), 'TENANT#ws', 'AUDIT#2025#l'],
    [runKey({ tenantId: 'ws', runId: 'r' }), 'TENANT#ws#RUN#r', 'RUN'],
    [
      runEntryKey({ tenantId: 'ws', runId: 'r', slot: 'step:a', attempt: 1, fence: 2 }),
      'TENANT#ws#RUN#r',
      'ENTRY#step:a#000001#000002',
    ],
    [outboxKey({ tenantId: 'ws', id: 'e' }), 'TENANT#ws', 'OUTBOX#e'],
    [outboxKey({ tenantId: 'ws', id: 'e', runId: 'r', sequence: 2 }), 'TENANT#ws#RUN#r', 'OUTBOX#000002'],
    [rateKey({ subject: '::1', limitClass: 'auth', windowStart: 900 }), 'RATE#::1#auth', '900'],
  ])('%j', (key, pk, sk) => {
    expect(key).toEqual({ pk, sk });
  });

  it('index the runs of a workflow and of a workspace by time', () => {
    expect(runIndexKeys({ tenantId: 'ws', workflowId: 'w', createdAt: '2025', runId: 'r' })).toEqual({
      gsi1pk: 'TENANT#ws#WF#w',
      gsi1sk: 'RUN#2025#r',
      gsi2pk: 'TENANT#ws#RUNS',
      gsi2sk: 'RUN#2025#r',
    });
  });

  it('spread unpublished events over all shards, each always in the same', () => {
    const shards = Array.from(
      { length: 200 },
      (_, at) => unpublishedIndexKey({ id: `evt_${at}`, time: 't' }).gsi1pk,
    );
    expect(new Set(shards)).toEqual(new Set(outboxShards()));
    expect(unpublishedIndexKey({ id: 'evt_7', time: 't' })).toEqual(
      unpublishedIndexKey({ id: 'evt_7', time: 't' }),
    );
  });

  it('never meet: two tenants and ids give one key only when they are equal, whatever characters they hold', () => {
    const text = fc.string({
      unit: fc.constantFrom('#', '%', '2', '3', 'a', 'RUN'),
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(text, text, text, text, (tenantA, idA, tenantB, idB) => {
        const a = runKey({ tenantId: tenantA, runId: idA });
        const b = runKey({ tenantId: tenantB, runId: idB });
        expect(a.pk === b.pk).toBe(tenantA === tenantB && idA === idB);
      }),
    );
  });

  it('put versions in the order of their numbers', () => {
    const keys = [1, 2, 9, 10, 11, 100].map(
      (version) => workflowVersionKey({ tenantId: 'a', workflowId: 'b', version }).sk,
    );
    expect(keys.toSorted()).toEqual(keys);
  });

  it.each([
    ['an empty id', () => planKey({ tenantId: 'ws', id: '' })],
    ['an empty tenant', () => planKey({ tenantId: '', id: 'p' })],
    ['a broken number', () => workflowVersionKey({ tenantId: 'a', workflowId: 'b', version: 1.5 })],
    ['a negative number', () => workflowVersionKey({ tenantId: 'a', workflowId: 'b', version: -1 })],
  ])('refuse %s', (_, build) => {
    expect(build).toThrow(/^A key/);
  });
});
