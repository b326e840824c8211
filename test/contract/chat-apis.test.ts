import { createHash } from 'node:crypto';
import { openApis, readApis } from '../../functions/chat/load-apis.ts';
import { createCatalogueStore } from '../../shared/aws/catalogue-store.ts';
import type { Catalogue, Operation } from '../../shared/domain/catalogue.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import type { Step } from '../../shared/domain/workflow.ts';
import { createSegmentBuilder } from '../../shared/planner/retrieval/build-segment.ts';
import { generateOperations } from '../bench/generate-operations.ts';
import { memoryBucket } from '../support/memory-bucket.ts';
import { chatWorkspace, petStore } from '../support/planner-apis.ts';

const TENANT = 'ws_1';

/** A workspace with the pet store, the chat workspace and `others` APIs of 400 operations each, stored as ingestion does. */
async function setup({ others, withSegments = true }: { others: number; withSegments?: boolean }) {
  const bucket = memoryBucket();
  const store = createCatalogueStore({ bucket });
  const named = [
    ['Pet store', petStore.catalogue.operations],
    ['Chat workspace', chatWorkspace.catalogue.operations],
    ...Array.from({ length: others }, (_, at) => [`Large ${at}`, generateOperations(400, at)] as const),
  ] as const;
  const list: Connection[] = [];
  for (const [name, operations] of named) {
    const specHash = `sha256:${createHash('sha256').update(name).digest('hex')}`;
    const catalogue = { ...petStore.catalogue, specHash, title: name };
    const segment = withSegments ? segmentOf(catalogue, operations) : new Uint8Array();
    await store.put(TENANT, { ...catalogue, operations, segment });
    const connection = { ...petStore.connection, tenantId: TENANT, id: name, name, specHash };
    list.push({ ...connection, endpointCount: operations.length });
  }
  bucket.reads = 0;
  return { bucket, catalogues: createCatalogueStore({ bucket }), connections: { listAll: async () => list } };
}

function segmentOf(catalogue: Catalogue, operations: readonly Operation[]): Uint8Array {
  const builder = createSegmentBuilder(catalogue);
  for (const operation of operations) builder.add(operation);
  return builder.finish();
}

const REQUEST = 'list the available pets and post a message to #general';
const namesOf = (apis: Awaited<ReturnType<typeof readApis>>) =>
  apis.flatMap(({ catalogue }) => catalogue.operations.map(({ operationId }) => operationId));

describe('the APIs that a request is planned over', () => {
  it('reads what a request is near to, not a workspace of 8,000 operations', async () => {
    const { bucket, ...ports } = await setup({ others: 20 });
    const opened = await openApis({ ...ports, tenantId: TENANT, named: undefined });
    expect(bucket.reads).toBe(22);
    const apis = await readApis({ ...ports, opened, texts: [REQUEST], steps: [] });
    expect(namesOf(apis)).toEqual(expect.arrayContaining(['listPets', 'postMessage']));
    expect(namesOf(apis)).toHaveLength(40);
    expect(apis).toHaveLength(22);
    // An index and a chunk for each operation found, at worst.
    expect(bucket.reads - 22).toBeLessThanOrEqual(80);

    const before = bucket.reads;
    await openApis({ ...ports, tenantId: TENANT, named: undefined });
    await readApis({ ...ports, opened, texts: [REQUEST], steps: [] });
    expect(bucket.reads).toBe(before);
  });

  it('reads the operations of the plan that is talked about', async () => {
    const { bucket: _bucket, ...ports } = await setup({ others: 1 });
    const opened = await openApis({ ...ports, tenantId: TENANT, named: undefined });
    const [operation] = generateOperations(400, 0);
    if (!operation) throw new Error('No operation was generated.');
    const step: Step = {
      id: 'one',
      name: 'One',
      type: 'api_call',
      apiConnectionId: 'Large 0',
      method: operation.method,
      endpoint: operation.path,
      parameters: {},
      effect: 'read',
      binding: { specHash: '', baseUrl: '', parameters: [] },
    };
    const apis = await readApis({ ...ports, opened, texts: ['yes'], steps: [step] });
    expect(namesOf(apis)).toContain(operation.operationId);
  });

  it('makes the segment of a catalogue that has none', async () => {
    const { bucket: _bucket, ...ports } = await setup({ others: 1, withSegments: false });
    const opened = await openApis({ ...ports, tenantId: TENANT, named: ['Pet store', 'Large 0'] });
    const apis = await readApis({ ...ports, opened, texts: [REQUEST], steps: [] });
    expect(apis.map(({ connection }) => connection.name)).toEqual(['Pet store', 'Large 0']);
    expect(namesOf(apis)).toContain('listPets');
    // Once: the next request is searched with the same.
    const again = await openApis({ ...ports, tenantId: TENANT, named: ['Large 0'] });
    expect(again[0]?.segment).toBe(opened[1]?.segment);
  });
});
