import type { Operation } from '../../shared/domain/catalogue.ts';
import { createSegmentBuilder } from '../../shared/planner/retrieval/build-segment.ts';
import { poolOf } from '../../shared/planner/retrieval/pool.ts';
import { search } from '../../shared/planner/retrieval/search.ts';
import { openSegment } from '../../shared/planner/retrieval/segment.ts';
import { generateOperations, generateRequests } from '../bench/generate-operations.ts';
import { allApis, chatWorkspace, crm, operation, parameter, petStore } from '../support/planner-apis.ts';

function searched(name: string, operations: readonly Operation[]) {
  const builder = createSegmentBuilder({ title: name });
  for (const each of operations) builder.add(each);
  const segment = openSegment(builder.finish());
  if (!segment) throw new Error('The segment cannot be opened.');
  return { name, segment, operations };
}

const connected = allApis.map(({ connection, catalogue }) => searched(connection.name, catalogue.operations));
const find = (apis: readonly ReturnType<typeof searched>[], query: string, k = 3) =>
  search(poolOf(apis), query, k).map(({ api, operation: at }) => apis[api]?.operations[at]?.operationId);

describe('search', () => {
  it.each([
    ['add a pet', 'createPet'],
    ['remove pets', 'deletePet'],
    ['send a message', 'postMessage'],
    ['sold animals in the store', 'listPets'],
    ['look up client by email', 'searchCustomers'],
  ])('%s', (query, first) => {
    expect(find(connected, query, 2)).toContain(first);
  });

  it('finds every part of a request', () => {
    const query =
      'Charge the card, add a note to the customer and post a message to the channel about the pets';
    expect(find(connected, query, 6)).toEqual(
      expect.arrayContaining(['chargeCard', 'addNote', 'postMessage']),
    );
  });

  it('brings along what tells the key of a thing, though no word of it is said', () => {
    const music = searched('Music', [
      operation({
        method: 'GET',
        path: '/tunes/{tuneId}/lyrics',
        operationId: 'getLyrics',
        summary: 'Get the words that are sung',
        parameters: [parameter('tuneId', 'path')],
      }),
      operation({
        method: 'GET',
        path: '/catalogue',
        operationId: 'browse',
        summary: 'Browse everything',
        answers: {
          type: 'object',
          properties: {
            tunes: { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } },
          },
        },
      }),
      ...Array.from({ length: 30 }, (_, at) =>
        operation({
          method: 'GET',
          path: `/other${at}`,
          operationId: `other${at}`,
          summary: 'Something else',
        }),
      ),
    ]);
    expect(find([music], 'show the lyrics', 2)).toEqual(['getLyrics', 'browse']);
  });

  it('looks up what is named', () => {
    const people = searched('People', [
      operation({ method: 'PUT', path: '/followed', operationId: 'follow', summary: 'Follow somebody' }),
      operation({
        method: 'GET',
        path: '/search',
        operationId: 'search',
        summary: 'Query the directory',
        parameters: [parameter('q', 'query')],
      }),
      operation({ method: 'GET', path: '/status', operationId: 'status', summary: 'Health of the service' }),
    ]);
    expect(find([people], 'Follow Ada Lovelace', 2)).toEqual(['follow', 'search']);
    expect(find([people], 'follow everybody', 2)).toEqual(['follow']);
  });

  it('never brings along what changes something', () => {
    const forge = searched('Forge', [
      operation({
        method: 'DELETE',
        path: '/tickets/{ticketId}/lock',
        operationId: 'unlock',
        summary: 'Unlock',
        parameters: [parameter('ticketId', 'path')],
      }),
      operation({
        method: 'POST',
        path: '/import',
        operationId: 'import',
        summary: 'Import',
        answers: { type: 'object', properties: { ticketId: { type: 'string' } } },
      }),
    ]);
    expect(find([forge], 'unlock it', 5)).toEqual(['unlock']);
  });

  it('prefers the API that is named, by its title or by its connection', () => {
    const twins = [
      searched('North', petStore.catalogue.operations),
      { ...searched('Pets', petStore.catalogue.operations), name: 'South' },
    ];
    const apiOf = (query: string) => search(poolOf(twins), query, 1)[0]?.api;
    expect(apiOf('list the animals of south')).toBe(1);
    expect(apiOf('list the animals of north')).toBe(0);
  });

  it('takes names apart that are written without a gap, where they stand in no text', () => {
    const ops = searched('Ops', [
      operation({ method: 'GET', path: '/healthcheck', operationId: 'hc' }),
      operation({
        method: 'GET',
        path: '/other',
        operationId: 'other',
        summary: 'Check the health of nothing',
      }),
    ]);
    expect(find([ops], 'how is the health', 2)).toContain('hc');
  });

  it('scores alike whether operations come in one segment or in two', () => {
    const all = [...crm.catalogue.operations, ...chatWorkspace.catalogue.operations];
    const together = [searched('Work', all)];
    const apart = [searched('Work', all.slice(0, 3)), searched('Work', all.slice(3))];
    for (const query of ['post a message', 'change the phone of a customer', 'charge']) {
      expect(find(apart, query, 1)).toEqual(find(together, query, 1));
    }
  });

  it.each(['zeppelin', '', '...', '🦊', 'the of and', '1 2 3'])('finds nothing for %j', (query) => {
    expect(find(connected, query)).toEqual([]);
  });

  it('answers at most k, without repeats, and the same each time', () => {
    const apis = [0, 1, 2].map((seed) => searched(`API ${seed}`, generateOperations(200, seed)));
    for (const request of generateRequests(20, 5)) {
      const found = search(poolOf(apis), request, 30).map(({ api, operation: at }) => `${api}/${at}`);
      expect(new Set(found).size).toBe(found.length);
      expect(found.length).toBeLessThanOrEqual(30);
      const again = search(poolOf([...apis]), request, 30).map(({ api, operation: at }) => `${api}/${at}`);
      expect(again).toEqual(found);
    }
  });

  it('reads requests of any make', () => {
    const long = `${'list the pets, and then '.repeat(2000)}"${'x'.repeat(5000)}" ${'Ünïcode '.repeat(500)}`;
    expect(find(connected, long, 3)).toContain('listPets');
    expect(search(poolOf([]), 'list pets', 3)).toEqual([]);
  });
});
