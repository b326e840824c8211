import * as fc from 'fast-check';
import { isEmptyDiff } from '../../../shared/domain/catalogue-diff.ts';
import { diffDocuments } from '../../support/catalogue-versions.ts';

type Schema = { readonly [key: string]: unknown };

const OPENAPI = { openapi: '3.0.3', info: { title: 'T', version: '1' } };

function answering(schema: Schema): object {
  const content = { 'application/json': { schema } };
  const post = { requestBody: { content }, responses: { 200: { description: '', content } } };
  return { ...OPENAPI, paths: { '/a': { post } } };
}

/** Far more than a catalogue keeps of one schema. */
function wide(count: number, describe: (at: number) => string): Schema {
  const members = Array.from({ length: count }, (_, at): [string, Schema] => [
    `member_${at}`,
    {
      type: 'object',
      description: describe(at),
      required: ['deep'],
      properties: {
        deep: { type: 'string', nullable: true, maxLength: 20, enum: ['a', 'b'], format: 'date' },
        list: { type: 'array', maxItems: 5, items: { type: 'integer', minimum: 1 } },
      },
    },
  ]);
  return { type: 'object', required: ['member_0'], properties: Object.fromEntries(members) };
}

test('what was cut for its size is no change, wherever the cut falls', async () => {
  const size = fc.integer({ min: 0, max: 150 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 5, max: 90 }), size, size, async (count, one, two) => {
      const words = (length: number) => (at: number) => 'x'.repeat((at * length) % 150);
      const diff = await diffDocuments(
        answering(wide(count, words(one))),
        answering(wide(count, words(two))),
      );
      expect(diff.changed.flatMap(({ reasons }) => reasons)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('a change above the cut is found', async () => {
  const before = wide(80, () => 'words '.repeat(20));
  const after = { ...before, required: ['member_0', 'member_1'] };
  const { changed } = await diffDocuments(answering(before), answering(after));
  expect(changed[0]?.reasons.map(({ code, location }) => `${code} ${location}`)).toEqual([
    'request-property-became-required body.member_1',
    'response-property-became-required response.200.member_1',
  ]);
});

test('a schema that holds itself is compared as far as it was copied', async () => {
  const tree = (extra: Schema) => ({
    ...answering({ $ref: '#/components/schemas/Tree' }),
    components: {
      schemas: {
        Tree: {
          type: 'object',
          properties: { left: { $ref: '#/components/schemas/Tree' }, value: { type: 'string', ...extra } },
        },
      },
    },
  });
  expect(isEmptyDiff(await diffDocuments(tree({}), tree({})))).toBe(true);
  const { changed } = await diffDocuments(tree({}), tree({ nullable: true }));
  expect(changed[0]?.reasons.map(({ location }) => location)).toEqual(['response.200.value', 'body.value']);
});

test('an unreadable reference takes nothing away', async () => {
  const known = { type: 'object', required: ['a'], properties: { a: { type: 'string' } } };
  const { changed } = await diffDocuments(
    answering(known),
    answering({ $ref: 'https://gone.example.com/a.json' }),
  );
  expect(changed[0]?.breaking).toBe(false);
});

test('reasons are bounded, and say how many there are', async () => {
  const members = (type: string) =>
    Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`m${at}`, { type }]));
  const one = answering({ type: 'object', properties: members('string') });
  const two = answering({ type: 'object', properties: members('boolean') });
  const { changed } = await diffDocuments(one, two);
  expect(changed[0]?.reasons).toHaveLength(50);
  expect(changed[0]?.moreReasons).toBeGreaterThan(50);
});

test('the order is that of the paths, not of the document', async () => {
  const paths = ['/c', '/a', '/b'];
  const all = (deprecated: boolean, order: readonly string[]) => ({
    ...OPENAPI,
    paths: Object.fromEntries(order.map((path) => [path, { get: { deprecated, responses: {} } }])),
  });
  const diff = await diffDocuments(all(false, paths), all(true, paths.toReversed()));
  expect(diff.changed.map(({ path }) => path)).toEqual(['/a', '/b', '/c']);
});
