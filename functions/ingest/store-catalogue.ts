import type { CatalogueStore, IngestionResult, Validators } from '../../shared/ports.ts';
import { ingestDocument, type ArrivedDocument } from '../../shared/openapi/ingest-document.ts';
import { toCatalogue } from '../../shared/openapi/to-catalogue.ts';

/** A connection's own description has so many characters at most; the catalogue keeps the whole. */
const MAX_DESCRIPTION = 2000;

/** The summary names so many problems; the catalogue has them all. */
const MAX_PROBLEMS = 50;

/**
 * Reads a document and stores its catalogue under its hash. Whoever asked gets a summary and points its connection there:
 * until then the catalogue is an object that nothing refers to.
 */
export async function storeCatalogue({
  tenantId,
  document,
  validators,
  catalogues,
}: {
  tenantId: string;
  document: ArrivedDocument;
  /** Of a document that was fetched. */
  validators?: Validators;
  catalogues: CatalogueStore;
}): Promise<IngestionResult> {
  const result = await ingestDocument({ document });
  if (!result.ok) return result;
  const catalogue = toCatalogue(result.document);
  const { specHash, title, description, servers, securitySchemes, operations, problems } = catalogue;
  await catalogues.put(tenantId, catalogue);
  return {
    ok: true,
    specHash,
    title,
    ...(description === undefined ? {} : { description: description.slice(0, MAX_DESCRIPTION) }),
    servers,
    securitySchemes,
    endpointCount: operations.length,
    problems: problems.slice(0, MAX_PROBLEMS),
    problemCount: problems.length,
    ...(validators === undefined ? {} : { validators }),
  };
}
