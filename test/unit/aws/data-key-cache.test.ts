import { setImmediate as turn } from 'node:timers/promises';
import { createDataKeyCache } from '../../../shared/aws/data-key-cache.ts';

function setup() {
  let now = 0;
  const keys: Uint8Array[] = [];
  const cache = createDataKeyCache({ clock: { now: () => now } });
  const decrypt = async () => {
    const key = Buffer.alloc(32, 5);
    keys.push(key);
    return key;
  };
  return { cache, decrypt, keys, wait: (milliseconds: number) => (now += milliseconds) };
}

describe('the cache of data keys', () => {
  it('decrypts once for callers at the same time and after each other', async () => {
    const { cache, decrypt, keys } = setup();
    await Promise.all([cache.get('a', decrypt), cache.get('a', decrypt)]);
    await cache.get('a', decrypt);
    expect(keys).toHaveLength(1);
  });

  it('keeps keys of different names apart', async () => {
    const { cache, decrypt, keys } = setup();
    await cache.get('a', decrypt);
    await cache.get('b', decrypt);
    expect(keys).toHaveLength(2);
  });

  it('forgets a key after five minutes and overwrites it', async () => {
    const { cache, decrypt, keys, wait } = setup();
    await cache.get('a', decrypt);
    wait(5 * 60_000 - 1);
    await cache.get('a', decrypt);
    expect(keys).toHaveLength(1);
    wait(1);
    await cache.get('a', decrypt);
    await turn();
    expect(keys.map((key) => key[0])).toEqual([0, 5]);
  });

  it('uses a key a thousand times', async () => {
    const { cache, decrypt, keys } = setup();
    for (let use = 0; use < 1_000; use += 1) await cache.get('a', decrypt);
    expect(keys).toHaveLength(1);
    await cache.get('a', decrypt);
    expect(keys).toHaveLength(2);
  });

  it('keeps five hundred keys; the oldest leaves first', async () => {
    const { cache, decrypt, keys } = setup();
    for (let name = 0; name <= 500; name += 1) await cache.get(String(name), decrypt);
    await turn();
    expect(keys[0]?.[0]).toBe(0);
    expect(keys[1]?.[0]).toBe(5);
  });

  it('keeps neither a failure nor the absence of a key', async () => {
    const { cache, decrypt, keys } = setup();
    await expect(cache.get('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await cache.get('a', async () => undefined)).toBeUndefined();
    await turn();
    await cache.get('a', decrypt);
    expect(keys).toHaveLength(1);
  });
});
