import type { Catalogue } from '../domain/catalogue.ts';
import type { ApiDocument } from './read-document.ts';

/** Builds every operation of a document at once. */
export function toCatalogue(document: ApiDocument): Catalogue {
  const { specHash, title, version, description, servers, securitySchemes, entries } = document;
  const operations = entries.map((_entry, index) => document.operationAt(index));
  return {
    specHash,
    title,
    version,
    ...(description === undefined ? {} : { description }),
    servers,
    securitySchemes,
    operations,
    // Last: a reference that leads nowhere may come up only when the schema that has it is built.
    problems: document.problems,
  };
}
