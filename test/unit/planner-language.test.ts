import * as fc from 'fast-check';
import { splitAtoms } from '../../shared/planner/atoms.ts';
import { findEntities } from '../../shared/planner/entities.ts';
import { stripLead } from '../../shared/planner/leads.ts';
import { stem, termsOf, visibleText, wordsOf } from '../../shared/planner/text.ts';

const piecesOf = (text: string) =>
  splitAtoms(text, findEntities(text), new Set()).map(({ from, to }) => text.slice(from, to).trim());

describe('splitAtoms', () => {
  it.each([
    [
      'find the pets and tell #adoptions about the first one',
      ['find the pets', 'tell #adoptions about the first one'],
    ],
    ['Find a bus, then book it; after that, notify me', ['Find a bus', 'book it', 'after that', 'notify me']],
    ['Skip to the next track and pause', ['Skip to the next track', 'pause']],
    ['Post "stop and delete it, then run" to #x', ['Post "stop and delete it, then run" to #x']],
    ["Compare 'a', 'b' and 'c' by size", ["Compare 'a', 'b' and 'c' by size"]],
    ['Average the marks [3, 4, 5] now', ['Average the marks [3, 4, 5] now']],
    [
      'Check the stock by reading the sensors while the shop is closed',
      ['Check the stock', 'by reading the sensors', 'while the shop is closed'],
    ],
    ['Call the hotel to cancel the room', ['Call the hotel', 'to cancel the room']],
    [
      'Get the price of Apple Inc. shares. Send it to Bob',
      ['Get the price of Apple Inc. shares.', 'Send it to Bob'],
    ],
    ['', []],
    ['...', []],
  ])('%s', (text, pieces) => {
    expect(piecesOf(text)).toEqual(pieces);
  });

  it('ends for any text, and its pieces stand in order', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        const atoms = splitAtoms(text, findEntities(text), new Set());
        atoms.forEach((atom, at) => {
          expect(atom.from).toBeGreaterThanOrEqual(atoms[at - 1]?.from ?? 0);
          expect(atom.to).toBeLessThanOrEqual(text.length);
        });
      }),
    );
  });
});

describe('stripLead', () => {
  it.each([
    ['Could you please list my orders?', 'list my orders?'],
    ['and then I want to see the bill', 'see the bill'],
    ['the bill', 'the bill'],
  ])('%s', (text, rest) => {
    expect(stripLead(text).text).toBe(rest);
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
        ['ip', '192.168.1.1'],
      ],
    ],
    [
      'fly from New York to Boston',
      [
        ['proper', 'New York'],
        ['proper', 'Boston'],
      ],
    ],
    [
      'between Oslo and Bergen',
      [
        ['proper', 'Oslo'],
        ['proper', 'Bergen'],
      ],
    ],
    [
      "on '2024-01-31' for 'a b' with '12'",
      [
        ['date', '2024-01-31'],
        ['quoted', 'a b'],
        ['number', '12'],
      ],
    ],
    [
      '100 USD to EUR, in Spanish',
      [
        ['number', '100'],
        ['currency', 'USD'],
        ['currency', 'EUR'],
        ['language', 'Spanish'],
      ],
    ],
    [
      'a box of 70kg and 1.8m',
      [
        ['number', '70'],
        ['number', '1.8'],
      ],
    ],
    [
      'ship to 12 Elm Street, Dover, DE 19901',
      [
        ['street', '12 Elm Street'],
        ['city', 'Dover'],
        ['state', 'DE'],
        ['zip', '19901'],
      ],
    ],
    ["the marks ['A', 'B']", [['list', "['A', 'B']"]]],
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
