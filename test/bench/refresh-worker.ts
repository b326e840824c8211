/**
 * In a process of its own: `store FOLDER FILE` reads a document and stores its catalogue below a folder; `refresh FOLDER OLD
 * NEW` reads another version, stores it and compares the two, as a worker does, with figures on a line of JSON.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { storeCatalogue } from '../../functions/ingest/store-catalogue.ts';
import type { Bucket } from '../../shared/aws/bucket.ts';
import { createCatalogueStore } from '../../shared/aws/catalogue-store.ts';
import { diffCatalogues } from '../../shared/openapi/diff/diff-catalogues.ts';

const [mode, folder = '', first = '', second = ''] = process.argv.slice(2);
let puts = 0;

const bucket: Bucket = {
  async put({ key, body }) {
    puts += 1;
    mkdirSync(dirname(join(folder, key)), { recursive: true });
    await writeFile(join(folder, key), body);
  },
  get: (key) => readFile(join(folder, key)).catch(() => undefined),
  size: async (key) => (await stat(join(folder, key))).size,
  delete: (key) => unlink(join(folder, key)),
};
const catalogues = createCatalogueStore({ bucket });
const tenantId = 'ws_bench';

async function store(file: string): Promise<string> {
  const stored = await storeCatalogue({ tenantId, document: { source: readFileSync(file) }, catalogues });
  if (!stored.ok) throw new Error(stored.message);
  return stored.specHash;
}

const versionOf = async (specHash: string) => ({
  index: await catalogues.getIndex(tenantId, specHash),
  operations: (ids: readonly string[]) => catalogues.getOperations(tenantId, specHash, ids),
});

/** Of all threads, compression included: what a machine that does other things as well does not change. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

if (mode === 'store') console.log(JSON.stringify({ specHash: await store(first) }));
else {
  const from = cpuMs();
  const to = await store(second);
  const stored = cpuMs();
  const diff = await diffCatalogues({ before: await versionOf(first), after: await versionOf(to) });
  const end = cpuMs();
  const rssMb = process.resourceUsage().maxRSS / 1024;
  const { length: changed } = diff.changed;
  console.log(JSON.stringify({ storeMs: stored - from, diffMs: end - stored, rssMb, changed, puts }));
}
