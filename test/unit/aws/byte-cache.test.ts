import { createByteCache } from '../../../shared/aws/byte-cache.ts';

describe('the byte cache', () => {
  it('drops the least recently used when it is full', () => {
    const cache = createByteCache<string>({ maxBytes: 10 });
    cache.set('a', 'A', 4);
    cache.set('b', 'B', 4);
    cache.get('a');
    cache.set('c', 'C', 4);
    expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual(['A', undefined, 'C']);
    expect(cache.size()).toBe(8);
  });

  it('counts a replaced value once', () => {
    const cache = createByteCache<string>({ maxBytes: 10 });
    cache.set('a', 'A', 6);
    cache.set('a', 'B', 7);
    expect(cache.get('a')).toBe('B');
    expect(cache.size()).toBe(7);
  });

  it('does not keep what alone is too large, nor what it would have replaced', () => {
    const cache = createByteCache<string>({ maxBytes: 10 });
    cache.set('a', 'A', 6);
    cache.set('b', 'B', 11);
    expect(cache.get('a')).toBe('A');
    cache.set('a', 'A2', 11);
    expect(cache.get('a')).toBeUndefined();
    expect(cache.size()).toBe(0);
  });
});
