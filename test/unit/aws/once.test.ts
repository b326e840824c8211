import { lazily, once } from '../../../shared/aws/once.ts';

describe('once', () => {
  it('makes one part for each owner', () => {
    let made = 0;
    const part = once((owner: { name: string }) => `${owner.name}${(made += 1)}`);
    const [a, b] = [{ name: 'a' }, { name: 'b' }];
    expect([part(a), part(a), part(b), part(a)]).toEqual(['a1', 'a1', 'b2', 'a1']);
  });

  it('makes a part that is undefined once too', () => {
    let made = 0;
    const part = once((_: object) => void (made += 1));
    const owner = {};
    part(owner);
    part(owner);
    expect(made).toBe(1);
  });
});

describe('lazily', () => {
  it('loads once for everybody, and again after a failure', async () => {
    let loads = 0;
    const load = lazily(async () => {
      loads += 1;
      if (loads === 1) throw new Error('down');
      return loads;
    });
    await expect(Promise.all([load(), load()])).rejects.toThrow('down');
    expect(await Promise.all([load(), load()])).toEqual([2, 2]);
  });
});
