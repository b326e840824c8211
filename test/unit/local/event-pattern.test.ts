import { compilePattern } from '../../../local/aws/event-pattern.ts';

const EVENT = {
  source: 'apiq',
  'detail-type': 'execution.completed',
  resources: ['arn:aws:x:one', 'arn:aws:x:two'],
  detail: {
    name: 'Adopt-Pet.JSON',
    count: 12.5,
    flag: false,
    nothing: null,
    empty: '',
    none: [],
    address: '10.0.0.7',
    nested: { deep: { value: 'x' } },
    items: [
      { sku: 'a', price: 5 },
      { sku: 'b', price: 50 },
    ],
  },
};

/** Each row: a pattern of `detail`, and whether the event above matches. */
const ROWS: ReadonlyArray<readonly [pattern: object, matches: boolean]> = [
  [{ name: ['Adopt-Pet.JSON'] }, true],
  [{ name: ['other', 'Adopt-Pet.JSON'] }, true],
  [{ name: ['adopt-pet.json'] }, false],
  [{ count: [12.5] }, true],
  [{ count: ['12.5'] }, false],
  [{ flag: [false] }, true],
  [{ nothing: [null] }, true],
  [{ absent: [null] }, false],
  [{ empty: [''] }, true],
  [{ nested: { deep: { value: ['x'] } } }, true],
  [{ nested: { deep: { value: ['y'] } } }, false],
  [{ name: ['Adopt-Pet.JSON'], flag: [true] }, false],

  [{ name: [{ prefix: 'Adopt' }] }, true],
  [{ name: [{ prefix: 'adopt' }] }, false],
  [{ name: [{ prefix: { 'equals-ignore-case': 'ADOPT' } }] }, true],
  [{ name: [{ suffix: '.JSON' }] }, true],
  [{ name: [{ suffix: { 'equals-ignore-case': '.json' } }] }, true],
  [{ count: [{ prefix: '1' }] }, false],
  [{ name: [{ 'equals-ignore-case': 'ADOPT-pet.json' }] }, true],

  [{ name: [{ 'anything-but': 'Adopt-Pet.JSON' }] }, false],
  [{ name: [{ 'anything-but': ['other', 'more'] }] }, true],
  [{ count: [{ 'anything-but': [12.5, 13] }] }, false],
  [{ name: [{ 'anything-but': { prefix: 'Adopt' } }] }, false],
  [{ name: [{ 'anything-but': { suffix: ['.xml', '.JSON'] } }] }, false],
  [{ name: [{ 'anything-but': { 'equals-ignore-case': ['ADOPT-PET.json'] } }] }, false],
  [{ name: [{ 'anything-but': { wildcard: '*.xml' } }] }, true],
  [{ absent: [{ 'anything-but': 'x' }] }, false],

  [{ count: [{ numeric: ['>', 0, '<=', 12.5] }] }, true],
  [{ count: [{ numeric: ['>', 12.5] }] }, false],
  [{ count: [{ numeric: ['=', 12.5] }] }, true],
  [{ name: [{ numeric: ['>', 0] }] }, false],

  [{ name: [{ exists: true }] }, true],
  [{ absent: [{ exists: true }] }, false],
  [{ absent: [{ exists: false }] }, true],
  [{ name: [{ exists: false }] }, false],
  [{ nested: [{ exists: true }] }, false],
  [{ none: [{ exists: false }] }, true],
  [{ absent: { below: [{ exists: false }] } }, true],
  [{ nothing: [{ exists: true }] }, true],
  [{ constructor: [{ exists: false }] }, true],

  [{ name: [{ wildcard: 'Adopt*JSON' }] }, true],
  [{ name: [{ wildcard: '*o*-*.*' }] }, true],
  [{ name: [{ wildcard: 'Adopt*Adopt*' }] }, false],
  [{ name: [{ wildcard: 'Adopt-Pet.JSON' }] }, true],
  [{ name: [{ wildcard: 'Adopt\\*JSON' }] }, false],

  [{ address: [{ cidr: '10.0.0.0/24' }] }, true],
  [{ address: [{ cidr: '10.0.1.0/24' }] }, false],
  [{ name: [{ cidr: '10.0.1.0/24' }] }, false],

  [{ $or: [{ flag: [true] }, { count: [{ numeric: ['>', 10] }] }] }, true],
  [{ $or: [{ flag: [true] }, { count: [0] }] }, false],
  [{ name: [{ exists: true }], $or: [{ flag: [true] }, { count: [0] }] }, false],

  [{ items: { sku: ['b'] } }, true],
  [{ items: { sku: ['a'], price: [50] } }, false],
  [{ items: { sku: ['b'], price: [{ numeric: ['>=', 50] }] } }, true],
];

test.each(ROWS)('detail %j: %s', (detail, matches) => {
  expect(compilePattern({ detail })(EVENT)).toBe(matches);
});

test('an array of the event matches by any of its elements, and fields are joined by AND', () => {
  expect(compilePattern({ source: ['apiq'], resources: [{ suffix: ':two' }] })(EVENT)).toBe(true);
  expect(compilePattern({ source: ['other'], resources: [{ suffix: ':two' }] })(EVENT)).toBe(false);
});

test('an escaped star and backslash stand for themselves', () => {
  const matches = compilePattern({ text: [{ wildcard: 'a\\*b\\\\*' }] });
  expect(matches({ text: 'a*b\\c' })).toBe(true);
  expect(matches({ text: 'axb\\c' })).toBe(false);
});

test.each([
  ['no object', ['x']],
  ['an empty pattern', {}],
  ['an empty array', { source: [] }],
  ['a bare value', { source: 'apiq' }],
  ['an unknown operator', { source: [{ matches: 'x' }] }],
  ['a name that objects inherit', { source: [{ constructor: 'x' }] }],
  ['two operators in one', { source: [{ prefix: 'a', suffix: 'b' }] }],
  ['an operand of the wrong type', { source: [{ exists: 'yes' }] }],
  ['a comparison without a bound', { source: [{ numeric: ['>'] }] }],
  ['an unknown comparison', { source: [{ numeric: ['!', 1] }] }],
  ['a block that is none', { source: [{ cidr: 'nowhere/8' }] }],
  ['consecutive stars', { source: [{ wildcard: 'a**b' }] }],
  ['a single alternative', { $or: [{ source: ['x'] }] }],
])('%s is no pattern', (_, pattern) => {
  expect(() => compilePattern(pattern)).toThrow('Event pattern is not valid');
});

test('a wildcard takes no exponential time', () => {
  const matches = compilePattern({ text: [{ wildcard: `${'*a'.repeat(40)}b` }] });
  const started = performance.now();
  expect(matches({ text: 'a'.repeat(100_000) })).toBe(false);
  expect(performance.now() - started).toBeLessThan(500);
});
