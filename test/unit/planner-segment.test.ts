import * as fc from 'fast-check';
import type { Operation } from '../../shared/domain/catalogue.ts';
import { createSegmentBuilder } from '../../shared/planner/retrieval/build-segment.ts';
import { hashOf } from '../../shared/planner/retrieval/hash.ts';
import { needsOf, providesOf } from '../../shared/planner/retrieval/resource-keys.ts';
import { indexIn, openSegment } from '../../shared/planner/retrieval/segment.ts';
import { splitCompound } from '../../shared/planner/retrieval/split-compound.ts';
import { readOperation } from '../../shared/planner/operation-view.ts';
import { stem } from '../../shared/planner/text.ts';
import { operation, parameter, petStore } from '../support/planner-apis.ts';

function build(operations: readonly Operation[]): Uint8Array {
  const builder = createSegmentBuilder({ title: 'Pet store' });
  for (const each of operations) builder.add(each);
  return builder.finish();
}

describe('a segment', () => {
  const bytes = build(petStore.catalogue.operations);
  const segment = openSegment(bytes);

  it('holds the operations of each word, in order', () => {
    const place = indexIn(segment?.terms ?? new Uint32Array(), hashOf(stem('pets')));
    const [from, to] = [segment?.termStarts[place] ?? 0, segment?.termStarts[place + 1] ?? 0];
    expect([...(segment?.postings.slice(from, to) ?? [])]).toEqual([0, 1, 2, 3]);
    expect(indexIn(segment?.terms ?? new Uint32Array(), hashOf('zeppelin'))).toBe(-1);
  });

  it('knows who can tell a key: reading operations, and not those that must be told it', () => {
    const place = indexIn(segment?.keys ?? new Uint32Array(), hashOf(stem('pet')));
    const [from, to] = [segment?.keyStarts[place] ?? 0, segment?.keyStarts[place + 1] ?? 0];
    expect([...(segment?.providers.slice(from, to) ?? [])]).toEqual([0]);
  });

  it('is the same for the same operations', () => {
    expect(build(petStore.catalogue.operations)).toEqual(bytes);
  });

  it('opens wherever its bytes lie, and without any operation', () => {
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect(openSegment(shifted.subarray(1))).toEqual(segment);
    expect(openSegment(build([]))?.lengths).toHaveLength(0);
  });

  it('is not opened where it was cut or is of another make', () => {
    expect(openSegment(bytes.slice(0, -4))).toBeUndefined();
    expect(openSegment(new Uint8Array(0))).toBeUndefined();
    expect(openSegment(Uint8Array.from(bytes, (byte, at) => (at === 0 ? byte ^ 1 : byte)))).toBeUndefined();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (any) => {
        expect(openSegment(any)).toBeUndefined();
      }),
    );
  });
});

describe('needsOf', () => {
  const needs = (...args: Parameters<typeof operation>) =>
    needsOf(readOperation(operation(...args))).map(({ key }) => key);

  it.each([
    ['/pets/{petId}', ['petId'], ['pet']],
    ['/pets/{id}/toys/{toy_id}', ['id', 'toy_id'], ['pet', 'toi']],
    ['/{id}', ['id'], []],
  ])('%s', (path, names, expected) => {
    expect(needs({ method: 'GET', path, parameters: names.map((name) => parameter(name, 'path')) })).toEqual(
      expected,
    );
  });

  it('takes the keys of a change from its query and body, those that narrow an answer not', () => {
    const parameters = [parameter('ids', 'query', { type: 'string' }, true)];
    expect(needs({ method: 'PUT', path: '/me/albums', parameters })).toEqual(['album']);
    expect(needs({ method: 'GET', path: '/albums', parameters })).toEqual([]);
  });

  it('leaves out what can only be one of a few values', () => {
    const parameters = [parameter('kindId', 'path', { type: 'string', enum: ['cat', 'dog'] })];
    expect(needs({ method: 'GET', path: '/kinds/{kindId}', parameters })).toEqual([]);
  });
});

describe('providesOf', () => {
  const provides = (...args: Parameters<typeof operation>) => providesOf(readOperation(operation(...args)));
  const things = {
    type: 'array',
    items: { type: 'object', properties: { id: { type: 'string' } } },
  } as const;

  it('finds keys in lists, inside wrappers and by their names', () => {
    const answers = {
      type: 'object',
      properties: { data: { type: 'object', properties: { items: things, ownerId: { type: 'string' } } } },
    } as const;
    const found = provides({ method: 'GET', path: '/pets', answers });
    expect(found.get('pet')).toBeGreaterThan(0.7);
    expect(found.get('owner')).toBeGreaterThan(0.7);
  });

  it('takes a list of plain values for no list of things', () => {
    const answers = {
      type: 'object',
      properties: { markets: { type: 'array', items: { type: 'string' } } },
    } as const;
    expect(provides({ method: 'GET', path: '/pets/{id}', answers }).has('market')).toBe(false);
  });

  it('knows the caller as a user', () => {
    expect(provides({ method: 'GET', path: '/me' }).get('user')).toBe(1);
    expect(provides({ method: 'PUT', path: '/me' }).has('user')).toBe(false);
  });
});

describe('splitCompound', () => {
  const known =
    (...words: string[]) =>
    (word: string) =>
      words.map(stem).includes(word);

  it.each([
    ['healthcheck', ['health', 'check'], ['health', 'check']],
    ['storagesystem', ['storage', 'system'], ['storag', 'system']],
    ['department', ['depart', 'ment'], undefined],
    ['zeppelin', ['zeppelin'], undefined],
    ['api_key', ['api_', 'key'], undefined],
  ])('%s', (name, words, parts) => {
    expect(splitCompound(name, known(...words))).toEqual(parts);
  });
});
