import { findOperations } from '../../shared/planner/find-operations.ts';
import { createSegmentBuilder } from '../../shared/planner/retrieval/build-segment.ts';
import { openSegment } from '../../shared/planner/retrieval/segment.ts';
import type { Operation } from '../../shared/domain/catalogue.ts';
import { generateOperations } from '../bench/generate-operations.ts';
import { chatWorkspace, petStore } from '../support/planner-apis.ts';

function searched(name: string, operations: readonly Operation[]) {
  const builder = createSegmentBuilder({ title: name });
  for (const each of operations) builder.add(each);
  const segment = openSegment(builder.finish());
  if (!segment) throw new Error('The segment cannot be opened.');
  return { name, segment };
}

const pets = searched('Pet store', petStore.catalogue.operations);
const chat = searched('Chat workspace', chatWorkspace.catalogue.operations);
const large = searched('Large', generateOperations(400, 5));
const numberOf = (api: typeof petStore, operationId: string) =>
  api.catalogue.operations.findIndex((operation) => operation.operationId === operationId);

describe('findOperations', () => {
  it('takes everything where there is little', () => {
    const found = findOperations({ apis: [pets, chat], texts: ['list the pets'] });
    expect(found.map((numbers) => numbers.length)).toEqual([
      petStore.catalogue.operations.length,
      chatWorkspace.catalogue.operations.length,
    ]);
  });

  it('takes the nearest of many, of every API that a part of the request is for', () => {
    const texts = ['list the available pets and post a message to #general'];
    const found = findOperations({ apis: [large, pets, chat], texts });
    expect(found.flat().length).toBe(40);
    expect(found[1]).toContain(numberOf(petStore, 'listPets'));
    expect(found[2]).toContain(numberOf(chatWorkspace, 'postMessage'));
  });

  it('remembers what was asked for before', () => {
    const found = findOperations({ apis: [large, pets, chat], texts: ['list the available pets', 'yes'] });
    expect(found[1]).toContain(numberOf(petStore, 'listPets'));
  });

  it('gives the numbers of a catalogue in ascending order', () => {
    const [numbers = []] = findOperations({ apis: [large], texts: ['get the things and delete them'] });
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });
});
