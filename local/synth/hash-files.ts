import { createHash, type Hash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A hash over the names and bytes of files and directories below `root`; a path that does not exist counts as missing.
 * Dot files are left out: editors write them.
 */
export function hashFiles(options: { root: string; paths: readonly string[]; salt: string }): string {
  const hash = createHash('sha256').update(options.salt);
  for (const path of options.paths) add(hash, options.root, path);
  return hash.digest('hex').slice(0, 20);
}

function add(hash: Hash, root: string, path: string): void {
  const file = join(root, path);
  const stats = statSync(file, { throwIfNoEntry: false });
  hash.update(`\0${path}\0`);
  if (!stats) return void hash.update('missing');
  if (stats.isDirectory()) {
    const names = readdirSync(file).filter((name) => !name.startsWith('.'));
    for (const name of names.toSorted()) add(hash, root, join(path, name));
    return;
  }
  hash.update(`${stats.size}\0`).update(readFileSync(file));
}
