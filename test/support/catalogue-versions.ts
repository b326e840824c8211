import { entryOf, type Catalogue } from '../../shared/domain/catalogue.ts';
import type { CatalogueDiff } from '../../shared/domain/catalogue-diff.ts';
import { operationFingerprint } from '../../shared/domain/operation-fingerprint.ts';
import { diffCatalogues, type CatalogueVersion } from '../../shared/openapi/diff/diff-catalogues.ts';
import { readDocument } from '../../shared/openapi/read-document.ts';
import { toCatalogue } from '../../shared/openapi/to-catalogue.ts';

/** A catalogue in memory, as the store would give it; `reads` counts the operations that were asked for. */
export function versionOf({
  operations,
  ...head
}: Catalogue): CatalogueVersion & { readonly reads: string[] } {
  const reads: string[] = [];
  const entries = operations.map((operation) => ({
    ...entryOf(operation),
    fingerprint: operationFingerprint(operation),
  }));
  return {
    index: { ...head, entries },
    reads,
    operations: (ids) => {
      reads.push(...ids);
      return Promise.resolve(operations.filter(({ id }) => ids.includes(id)));
    },
  };
}

/** The catalogue of a document that is written as an object. */
export function catalogueOf(document: object): Catalogue {
  const read = readDocument({
    source: JSON.stringify(document),
    url: 'https://api.example.com/openapi.json',
  });
  if (!read.ok) throw new Error(read.message);
  return toCatalogue(read.document);
}

/** What changed from one document to the other. */
export function diffDocuments(before: object, after: object): Promise<CatalogueDiff> {
  return diffCatalogues({
    before: versionOf(catalogueOf(before)),
    after: versionOf(catalogueOf(after)),
  });
}
