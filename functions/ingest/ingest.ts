import type { CatalogueStore, DocumentSource, Egress, IngestionResult } from '../../shared/ports.ts';
import { ingestDocument } from '../../shared/openapi/ingest-document.ts';
import { toCatalogue } from '../../shared/openapi/to-catalogue.ts';

/**
 * Reads a document and stores its catalogue under its hash. The caller gets a summary and points its connection there:
 * until then the catalogue is an object that nothing refers to.
 */
export async function ingest({
  tenantId,
  source,
  egress,
  catalogues,
}: {
  tenantId: string;
  source: DocumentSource;
  egress: Egress;
  catalogues: CatalogueStore;
}): Promise<IngestionResult> {
  const result = await ingestDocument({ egress, source });
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
  };
}

/** A connection's own description has so many characters at most; the catalogue keeps the whole. */
const MAX_DESCRIPTION = 2000;

/** The summary names so many problems; the catalogue has them all. */
const MAX_PROBLEMS = 50;
