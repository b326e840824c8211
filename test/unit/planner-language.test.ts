import * as fc from 'fast-check';
import { splitClauses } from '../../shared/planner/clauses.ts';
import { findEntities } from '../../shared/planner/entities.ts';
import { stem, termsOf, visibleText, wordsOf } from '../../shared/planner/text.ts';

const clausesOf = (text: string) => splitClauses(text, new Set()).map((clause) => clause.text);

describe('splitClauses', () => {
  it.each([
    [
      'find the pets and tell #adoptions about the first one',
      ['find the pets', 'tell #adoptions about the first one'],
    ],
    ['Find a bus, then book it; after that, notify me', ['Find a bus', 'book it', 'notify me']],
    ['Show cats and dogs', ['Show cats and dogs']],
    ['Post "stop and delete it, then run" to #x', ['Post "stop and delete it, then run" to #x']],
    ['give him the right to edit and delete pages', ['give him the right to edit and delete pages']],
    [
      'Get the price of Apple Inc. shares. Send it to Bob',
      ['Get the price of Apple Inc. shares.', 'Send it to Bob'],
    ],
    ['Could you please list my orders?', ['list my orders?']],
    ['', []],
    ['...', []],
  ])('%s', (text, clauses) => {
    expect(clausesOf(text)).toEqual(clauses);
  });

  it('keeps what only gives context apart from what asks', () => {
    const clauses = splitClauses('My family moves to Spain. Show the holidays there.', new Set());
    expect(clauses.map((clause) => clause.asks)).toEqual([false, true]);
  });

  it('ends for any text, and every clause stands in it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        for (const clause of splitClauses(text, new Set())) expect(text).toContain(clause.text);
      }),
    );
  });
});

describe('findEntities', () => {
  it.each([
    ['write to ada@example.com', [['email', 'ada@example.com']]],
    [
      'tell #adoptions and @bob',
      [
        ['channel', '#adoptions'],
        ['mention', '@bob'],
      ],
    ],
    ["name it 'Love, Mariah'", [['quoted', 'Love, Mariah']]],
    ['open https://example.com/a?b=1.', [['url', 'https://example.com/a?b=1']]],
    [
      'from 2024-01-31 to March 3rd, 2025 at 7 PM',
      [
        ['date', '2024-01-31'],
        ['date', 'March 3rd, 2025'],
        ['time', '7 PM'],
      ],
    ],
    [
      'a bill of $1,234.50 with 20%',
      [
        ['number', '$1,234.50'],
        ['number', '20%'],
      ],
    ],
    [
      'call +49 170 1234567 or 555-123-4567',
      [
        ['phone', '+49 170 1234567'],
        ['phone', '555-123-4567'],
      ],
    ],
    [
      'order ord_12ab and 192.168.1.1',
      [
        ['id', 'ord_12ab'],
        ['id', '192.168.1.1'],
      ],
    ],
    [
      'fly from New York to Boston',
      [
        ['proper', 'New York'],
        ['proper', 'Boston'],
      ],
    ],
    ["don't use the customers' things", []],
  ])('%s', (text, expected) => {
    expect(findEntities(text).map(({ kind, value }) => [kind, value])).toEqual(expected);
  });

  it('gives each value the words up to its neighbours', () => {
    const [revenue, expenses] = findEntities('with $500 revenue and $300 expenses');
    expect(revenue?.after).toContain(stem('revenue'));
    expect(expenses?.before).not.toContain('500');
    expect(expenses?.after).toEqual([stem('expenses')]);
  });
});

describe('text', () => {
  it('removes what a person cannot see', () => {
    const hidden = 'Pay\u200B \u202Ebob\u{E0041}\u{E0042}\u0007 now\uFE0F\n\tok';
    expect(visibleText(hidden)).toBe('Pay bob now ok');
  });

  it.each([
    ['petId', ['pet', 'id']],
    ['HTTPServer_error-count', ['http', 'server', 'error', 'count']],
    ['größe', ['größe']],
  ])('splits %s', (name, words) => {
    expect(wordsOf(name)).toEqual(words);
  });

  it.each([
    ['calibrating', 'calibrations'],
    ['cities', 'city'],
    ['shipped', 'shipping'],
    ['matches', 'match'],
  ])('brings %s and %s together', (a, b) => {
    expect(stem(a)).toBe(stem(b));
  });

  it('drops small words', () => {
    expect(termsOf('show me all of the pets')).toEqual([stem('show'), stem('pets')]);
  });
});
