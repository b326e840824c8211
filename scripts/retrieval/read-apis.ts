import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalogue, Operation } from '../../shared/domain/catalogue.ts';
import { readDocument } from '../../shared/openapi/read-document.ts';
import { createSegmentBuilder } from '../../shared/planner/retrieval/build-segment.ts';
import type { Searched } from '../../shared/planner/retrieval/pool.ts';
import { openSegment } from '../../shared/planner/retrieval/segment.ts';

/** An operation as evaluation sets write it. */
export type Call = { readonly api: string } & Pick<Operation, 'method' | 'path'>;

/** A document as an API to search: its name is that of its file. */
export interface SearchedDocument extends Searched {
  /** By number in the catalogue. */
  readonly calls: readonly Call[];
  /** The catalogue with these of its operations. */
  readonly read: (numbers: readonly number[]) => Catalogue;
  readonly bytes: Uint8Array;
  readonly buildMs: number;
}

/** Reads every document below a folder as production does, and makes its segment. What is no document is left out. */
export async function readApis(folder: string): Promise<readonly SearchedDocument[]> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(?:json|ya?ml)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  const found: SearchedDocument[] = [];
  for (const file of files) {
    const api = readApi(await readFile(file), nameOf(file.slice(folder.length)));
    if (api) found.push(api);
  }
  return found;
}

function nameOf(path: string): string {
  return path.replace(/^\/?(?:specs\/)?/, '').replace(/\.(?:json|ya?ml)$/i, '');
}

function readApi(source: Uint8Array, name: string): SearchedDocument | undefined {
  const result = readDocument({ source });
  if (!result.ok) return undefined;
  const { entries, operationAt, ...head } = result.document;
  const builder = createSegmentBuilder(head);
  let buildMs = 0;
  for (const index of entries.keys()) {
    const operation = operationAt(index);
    const start = performance.now();
    builder.add(operation);
    buildMs += performance.now() - start;
  }
  const start = performance.now();
  const bytes = builder.finish();
  buildMs += performance.now() - start;
  const segment = openSegment(bytes);
  if (!segment) throw new Error(`The segment of ${name} cannot be opened.`);
  const calls = entries.map(({ method, path }) => ({ api: name, method, path }));
  const built = new Map<number, Operation>();
  const operation = (number: number): Operation => {
    const known = built.get(number) ?? operationAt(number);
    built.set(number, known);
    return known;
  };
  const read = (numbers: readonly number[]) => ({ ...head, operations: numbers.map(operation) });
  return { name, segment, bytes, buildMs, calls, read };
}
