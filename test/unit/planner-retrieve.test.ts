import { bestOutput, suppliersOf } from '../../shared/planner/graph.ts';
import { createIndexCache } from '../../shared/planner/index-cache.ts';
import { buildIndex, search } from '../../shared/planner/retrieve.ts';
import { allApis, apiOf, crm, operation, parameter, petStore } from '../support/planner-apis.ts';

const index = buildIndex(allApis);
const names = (query: string, k = 3) => search(index, query, k).map(({ view }) => view.operation.operationId);

describe('search', () => {
  it.each([
    ['add a pet', 'createPet'],
    ['remove pets', 'deletePet'],
    ['send a message', 'postMessage'],
    ['sold animals in the store', 'listPets'],
    ['look up client by email', 'searchCustomers'],
  ])('%s', (query, first) => {
    expect(names(query, 2)).toContain(first);
  });

  it('answers nothing for words that no document holds, and at most k', () => {
    expect(names('zeppelin')).toEqual([]);
    expect(names('pet', 2)).toHaveLength(2);
  });

  it('finds its way among 2,000 operations in a few milliseconds', () => {
    const many = Array.from({ length: 2000 }, (_, at) =>
      operation({
        method: 'GET',
        path: `/things${at}/items`,
        operationId: `listThing${at}`,
        summary: `List items of thing ${at}`,
      }),
    );
    const large = buildIndex([...allApis, apiOf('Many things', many)]);
    const start = performance.now();
    for (let count = 0; count < 20; count += 1) search(large, 'find the available pets and list items', 10);
    expect((performance.now() - start) / 20).toBeLessThan(50);
    expect(search(large, 'thing 1234', 1)[0]?.view.operation.operationId).toBe('listThing1234');
  });
});

describe('graph', () => {
  const view = (operationId: string) => {
    const found = index.operations.find((candidate) => candidate.operation.operationId === operationId);
    if (!found) throw new Error(operationId);
    return found;
  };
  const input = (operationId: string, name: string) => {
    const found = view(operationId).inputs.find((candidate) => candidate.name === name);
    if (!found) throw new Error(name);
    return found;
  };

  it('knows which answer holds the key of a thing', () => {
    expect(bestOutput(input('getPet', 'petId'), view('getPet'), view('listPets'))?.output.path).toBe(
      '[0].id',
    );
    expect(
      bestOutput(input('addNote', 'customerId'), view('addNote'), view('searchCustomers'))?.output.path,
    ).toBe('.items[0].id');
    expect(bestOutput(input('getPet', 'petId'), view('getPet'), view('listChannels'))).toBeUndefined();
  });

  it('finds suppliers in the same API, readers only', () => {
    const suppliers = suppliersOf(index, input('addNote', 'customerId'), view('addNote')).map(
      ({ producer }) => producer.operation.operationId,
    );
    expect(suppliers).toEqual(['searchCustomers']);
  });
});

describe('suppliers', () => {
  it('are never operations that change something, whatever their names', () => {
    const answers = { type: 'object', properties: { number: { type: 'integer' } } } as const;
    const forge = apiOf('Forge', [
      operation({ method: 'POST', path: '/pulls', operationId: 'pulls/create', summary: 'Pull', answers }),
      operation({ method: 'GET', path: '/deletePulls', operationId: 'deletePulls', answers }),
      operation({
        method: 'GET',
        path: '/pulls/{number}',
        operationId: 'pulls/get',
        parameters: [parameter('number', 'path')],
      }),
    ]);
    const consumer = buildIndex([forge]).operations.find(
      (view) => view.operation.operationId === 'pulls/get',
    );
    const [number] = consumer?.inputs ?? [];
    expect(consumer && number && suppliersOf(buildIndex([forge]), number, consumer)).toEqual([]);
  });
});

describe('createIndexCache', () => {
  it('keeps an index per set of versions and forgets the oldest', () => {
    const cache = createIndexCache({ size: 2 });
    const first = cache.get([petStore]);
    expect(cache.get([petStore])).toBe(first);
    const changed = { ...petStore, catalogue: { ...petStore.catalogue, specHash: 'sha256:other' } };
    expect(cache.get([changed])).not.toBe(first);
    cache.get([crm]);
    expect(cache.get([petStore])).not.toBe(first);
  });
});
