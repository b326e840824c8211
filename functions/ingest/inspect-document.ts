import { ingestDocument } from '../../shared/openapi/ingest-document.ts';
import { FILE_LIMITS, loadFiles } from '../../shared/openapi/load-files.ts';
import { refusalOf } from '../../shared/openapi/refusal-of.ts';
import type {
  CatalogueStore,
  Clock,
  Documents,
  Egress,
  IngestionRefusal,
  Inspection,
  InspectionRequest,
} from '../../shared/ports.ts';

/** An HTTP answer waits for the document … */
const PATIENCE_MS = 12_000;
/** … and for the files that it refers to. */
const FILES_PATIENCE_MS = 8000;

export interface InspectPorts {
  readonly documents: Documents;
  readonly catalogues: Pick<CatalogueStore, 'getIndex'>;
  readonly egress: Egress;
  readonly clock: Clock;
}

/**
 * Looks at a document as it is now and holds it against the live catalogue. Only its index is read, so a large one is
 * looked at while somebody waits, too; nothing is stored.
 */
export async function inspectDocument({
  request: { tenantId, url, specHash, validators },
  ports: { documents, catalogues, egress, clock },
}: {
  request: InspectionRequest;
  ports: InspectPorts;
}): Promise<Inspection | IngestionRefusal> {
  const known = specHash === undefined ? undefined : await catalogues.getIndex(tenantId, specHash);
  const same = { ok: true, changed: false, newEndpoints: 0, removedEndpoints: 0 } as const;
  try {
    const fetched = await documents.fetch({
      url,
      timeoutMs: PATIENCE_MS,
      revalidate: true,
      ...(known === undefined || validators === undefined ? {} : { known: validators }),
    });
    if (fetched.notModified) return { ...same, endpoints: known?.entries.length ?? 0 };
    const document = { source: fetched.bytes, url: fetched.url };
    const fileLimits = { ...FILE_LIMITS, timeoutMs: FILES_PATIENCE_MS };
    const files = await loadFiles({ document, egress, clock, fileLimits });
    const read = await ingestDocument({ document, files });
    if (!read.ok) return read;
    const { entries } = read.document;
    if (read.document.specHash === specHash) return { ...same, endpoints: entries.length };
    const before = new Set(known?.entries.map(({ id }) => id));
    const after = new Set(entries.map(({ id }) => id));
    return {
      ok: true,
      changed: true,
      endpoints: entries.length,
      newEndpoints: after.difference(before).size,
      removedEndpoints: before.difference(after).size,
    };
  } catch (error) {
    return refusalOf(error);
  }
}
