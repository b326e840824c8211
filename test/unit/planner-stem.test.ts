import * as fc from 'fast-check';
import { stem } from '../../shared/planner/stem.ts';
import { visibleText, wordsOf } from '../../shared/planner/text.ts';

describe('stem', () => {
  it.each([
    // The examples of Porter's paper, by step.
    ['caresses', 'caress'],
    ['ponies', 'poni'],
    ['caress', 'caress'],
    ['cats', 'cat'],
    ['feed', 'feed'],
    ['agreed', 'agre'],
    ['plastered', 'plaster'],
    ['bled', 'bled'],
    ['motoring', 'motor'],
    ['sing', 'sing'],
    ['conflated', 'conflat'],
    ['hopping', 'hop'],
    ['falling', 'fall'],
    ['filing', 'file'],
    ['happy', 'happi'],
    ['sky', 'sky'],
    ['relational', 'relat'],
    ['digitizer', 'digit'],
    ['formalize', 'formal'],
    ['hopefulness', 'hope'],
    ['adjustment', 'adjust'],
    ['adoption', 'adopt'],
    ['probate', 'probat'],
    ['rate', 'rate'],
    ['controll', 'control'],
    ['roll', 'roll'],
  ])('%s -> %s', (word, expected) => {
    expect(stem(word)).toBe(expected);
  });

  it('takes a possessive off and leaves short words alone', () => {
    expect(stem("user's")).toBe(stem('users'));
    expect(stem('id')).toBe('id');
  });

  it('is the same for the same word, however many came between', () => {
    const before = stem('calibrations');
    for (let count = 0; count < 25_000; count += 1) stem(`word${count}`);
    expect(stem('calibrations')).toBe(before);
  });
});

describe('text without anything special', () => {
  const plain = fc.stringMatching(/^[aZ9_'. ,bYHTPid-]*$/);

  it('is read like any other text', () => {
    fc.assert(
      fc.property(plain, (text) => {
        // The ellipsis makes the same text take the general way.
        expect(wordsOf(text)).toEqual(wordsOf(`${text} …`));
        expect(`${visibleText(text)} …`.trim()).toEqual(visibleText(`${text} …`));
      }),
    );
  });
});
