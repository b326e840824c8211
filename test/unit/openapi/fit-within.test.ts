import * as fc from 'fast-check';
import { fitWithin } from '../../../shared/openapi/fit-within.ts';
import { jsonBytes } from '../../../shared/openapi/json-bytes.ts';

const item = (length: number) => ({
  whole: 'a'.repeat(length),
  bare: () => 'a',
  isFirst: false,
  atMost: length + 3,
});

describe('items that fit within a limit', () => {
  test('never take more, to the last byte', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 12 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 2, max: 80 }), (each, limit) => {
        const fitted = fitWithin(each.map(item), limit).filter((value) => value !== undefined);
        expect(jsonBytes(fitted)).toBeLessThanOrEqual(limit);
      }),
    );
  });

  test('and use what there is', () => {
    // ["aaa","a"] takes 11 bytes.
    expect(fitWithin([item(3), item(3)], 11)).toEqual(['aaa', 'a']);
    expect(fitWithin([item(3), item(3)], 10)).toEqual(['a', 'a']);
  });
});
