import * as fc from 'fast-check';
import { dump } from 'js-yaml';
import { readDocument } from '../../shared/openapi/read-document.ts';
import { entryOf } from '../../shared/domain/catalogue.ts';
import { toCatalogue } from '../../shared/openapi/to-catalogue.ts';
import { fixtureBytes } from '../support/read-fixture.ts';

type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

const depot: Value = JSON.parse(new TextDecoder().decode(fixtureBytes('depot.json')));

/** Something that does not belong where it is put. */
const junk: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(
    null,
    true,
    0,
    -1,
    1e308,
    '',
    '#',
    '#/',
    '\u0000',
    [],
    {},
    [[]],
    { $ref: '#' },
    { $ref: 5 },
    { $ref: '#/paths' },
    { $ref: '#/definitions/Parcel' },
    { in: 'query' },
    { type: [] },
    { name: {} },
  ),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.jsonValue({ maxDepth: 3 }).map((value): Value => JSON.parse(JSON.stringify(value))),
);

/** The document with the node at a random place replaced; `steps` choose the way down. */
function spoil(value: Value, steps: readonly number[], replacement: Value): Value {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== 'object' || value === null) return replacement;
  const keys = Object.keys(value);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item, at) => (String(at) === key ? spoil(item, rest, replacement) : item));
  return { ...value, [key]: spoil(value[key] ?? null, rest, replacement) };
}

const spoiled = fc
  .array(fc.tuple(fc.array(fc.nat(30), { minLength: 1, maxLength: 9 }), junk), { minLength: 1, maxLength: 4 })
  .map((edits) => edits.reduce<Value>((document, [steps, value]) => spoil(document, steps, value), depot));

test('a spoiled document is refused with a sentence or read with problems, never a crash', () => {
  fc.assert(
    fc.property(spoiled, fc.boolean(), (document, asYaml) => {
      const read = readDocument({ source: asYaml ? dump(document) : JSON.stringify(document) });
      if (!read.ok) {
        expect(read.message).toMatch(/\.$/);
        return;
      }
      const catalogue = toCatalogue(read.document);
      const { operations, problems } = catalogue;
      expect(JSON.parse(JSON.stringify(catalogue))).toEqual(catalogue);
      expect(catalogue.operations.map(entryOf)).toEqual(read.document.entries);
      expect(new Set(operations.map(({ toolName }) => toolName)).size).toBe(operations.length);
      for (const operation of operations) {
        expect(operation.path).toMatch(/^\//);
        const declared = operation.parameters
          .filter((parameter) => parameter.in === 'path')
          .map(({ name }) => name);
        expect(new Set(declared)).toEqual(
          new Set([...operation.path.matchAll(/\{([^{}/]+)\}/g)].map((match) => match[1])),
        );
      }
      for (const problem of problems)
        expect(problem.pointer === '' || problem.pointer.startsWith('/')).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test('noise is refused', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 200 })),
      (source) => {
        expect(readDocument({ source })).toMatchObject({ ok: false, code: 'INVALID_DOCUMENT' });
      },
    ),
    { numRuns: 2000 },
  );
});
