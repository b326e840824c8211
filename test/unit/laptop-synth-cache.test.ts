import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashFiles } from '../../local/synth/hash-files.ts';
import { holderOf, take, withLock } from '../../local/synth/lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'synth-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the hash of what a synthesis reads', () => {
  const write = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const hash = (salt = 'local') => hashFiles({ root: folder, paths: ['src', 'cdk.json', 'missing'], salt });

  test('changes with content, names, places, and the environment, and with nothing else', () => {
    write('src/a.ts', 'one');
    write('cdk.json', '{}');
    const before = hash();
    expect(hash()).toBe(before);
    expect(hash('staging')).not.toBe(before);

    write('other.ts', 'not read');
    write('src/.swp', 'an editor’s');
    expect(hash()).toBe(before);

    write('src/a.ts', 'two');
    const changed = hash();
    expect(changed).not.toBe(before);
    write('src/deep/b.ts', '');
    const added = hash();
    expect(added).not.toBe(changed);
    write('missing', '');
    expect(hash()).not.toBe(added);
  });
});

describe('the lock', () => {
  test('is held by one at a time, and names its holder', () => {
    const file = join(folder, 'lock');
    expect(take(file)).toBe(true);
    expect(holderOf(file)).toBe(process.pid);
    expect(take(file)).toBe(false);
  });

  test('of a process that is gone does not count', () => {
    const file = join(folder, 'lock');
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(file, String(gone));
    expect([take(file), take(file)]).toEqual([false, true]);
  });

  test('lets one work at a time, also after a failure', async () => {
    const options = { file: join(folder, 'lock'), signal: undefined };
    let running = 0;
    const work = async () => {
      running += 1;
      expect(running).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
    };
    await expect(withLock(options, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    await Promise.all([1, 2, 3].map(() => withLock(options, work)));
    expect(existsSync(options.file)).toBe(false);
  });

  test('waiting for it can be given up', async () => {
    const file = join(folder, 'lock');
    take(file);
    const signal = AbortSignal.timeout(20);
    await expect(withLock({ file, signal }, () => Promise.resolve())).rejects.toThrow();
  });
});
