import { readFileSync } from 'node:fs';
import type { Catalogue, Operation } from '../../shared/domain/catalogue.ts';
import { readDocument } from '../../shared/openapi/read-document.ts';
import { toCatalogue } from '../../shared/openapi/to-catalogue.ts';

/** The bytes of a document under `test/support/documents`. */
export function fixtureBytes(name: string): Uint8Array {
  return readFileSync(new URL(`./documents/${name}`, import.meta.url));
}

/** The catalogue of a document; fails where it is refused. Objects are written as JSON first. */
export function catalogueOf(source: Uint8Array | string | object, url?: string): Catalogue {
  const text = typeof source === 'string' || source instanceof Uint8Array ? source : JSON.stringify(source);
  const read = readDocument({ source: text, ...(url === undefined ? {} : { url }) });
  if (!read.ok) throw new Error(read.message);
  return toCatalogue(read.document);
}

/** The operation of a method and path, `GET /pets`. */
export function operationOf({ operations }: Catalogue, methodAndPath: string): Operation {
  const found = operations.find(({ method, path }) => `${method} ${path}` === methodAndPath);
  if (!found) throw new Error(`There is no ${methodAndPath}.`);
  return found;
}

/** Codes of the problems with their pointers. */
export function problemsOf({ problems }: Catalogue): readonly string[] {
  return problems.map(({ code, pointer }) => `${code} ${pointer}`);
}
