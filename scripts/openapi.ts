/**
 * Writes docs/openapi.json from the route table; with `--check` it only compares, and fails where they differ.
 */
import { readFile, writeFile } from 'node:fs/promises';
import manifest from '../package.json' with { type: 'json' };
import { openApiDocument } from '../shared/api/openapi.ts';

const file = new URL('../docs/openapi.json', import.meta.url);
const text = `${JSON.stringify(openApiDocument({ version: manifest.version }), null, 2)}\n`;

if (process.argv.includes('--check')) {
  const present = await readFile(file, 'utf8').catch(() => '');
  if (present !== text) {
    console.error(
      'docs/openapi.json is not what the route table gives: run `npm run openapi` and commit it.',
    );
    process.exit(1);
  }
} else await writeFile(file, text);
