import type { CatalogueStore, IngestionResult, Validators } from '../../shared/ports.ts';
import type { DocumentFiles } from '../../shared/openapi/document-files.ts';
import { ingestDocument, type ArrivedDocument } from '../../shared/openapi/ingest-document.ts';
import type { ApiDocument } from '../../shared/openapi/read-document.ts';
import { createSegmentBuilder } from '../../shared/planner/retrieval/build-segment.ts';

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
  files,
  validators,
  catalogues,
}: {
  tenantId: string;
  document: ArrivedDocument;
  /** What its references to other files lead to. */
  files?: DocumentFiles;
  /** Of a document that was fetched. */
  validators?: Validators;
  catalogues: CatalogueStore;
}): Promise<IngestionResult> {
  const result = await ingestDocument({ document, ...(files === undefined ? {} : { files }) });
  if (!result.ok) return result;
  const { specHash, title, description, servers, securitySchemes, entries } = result.document;
  await catalogues.put(tenantId, operationByOperation(result.document));
  const { problems } = result.document;
  return {
    ok: true,
    specHash,
    title,
    ...(description === undefined ? {} : { description: description.slice(0, MAX_DESCRIPTION) }),
    servers,
    securitySchemes,
    endpointCount: entries.length,
    problems: problems.slice(0, MAX_PROBLEMS),
    problemCount: problems.length,
    ...(validators === undefined ? {} : { validators }),
  };
}

/** The catalogue as its store takes it: an operation is built when it is written, and let go. */
function operationByOperation(document: ApiDocument) {
  const { entries, operationAt, problems: _problems, ...head } = document;
  const segment = createSegmentBuilder(head);
  return {
    ...head,
    get problems() {
      return document.problems;
    },
    get segment() {
      return segment.finish();
    },
    operations: (function* () {
      for (const index of entries.keys()) {
        const operation = operationAt(index);
        segment.add(operation);
        yield operation;
      }
    })(),
  };
}
