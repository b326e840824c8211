import type { Connection } from '../../shared/domain/connection.ts';
import type { IngestionOutcome } from '../../shared/domain/settle-ingestion.ts';
import { loadFiles } from '../../shared/openapi/load-files.ts';
import { refusalOf } from '../../shared/openapi/refusal-of.ts';
import type { CatalogueStore, Clock, Documents, Egress, Uploads } from '../../shared/ports.ts';
import { storeCatalogue } from './store-catalogue.ts';
import { uploadMissing } from './upload-missing.ts';

/** What a server may take where nobody waits. */
const PATIENCE_MS = 60_000;

export interface ReadPorts {
  readonly documents: Documents;
  readonly uploads: Uploads;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly catalogues: CatalogueStore;
}

/** Reads the document that a connection's ingestion names, and stores its catalogue. */
export async function readKept({
  connection: { tenantId, ingestion, specHash, validators },
  ports: { documents, uploads, egress, clock, catalogues },
}: {
  connection: Connection;
  ports: ReadPorts;
}): Promise<IngestionOutcome> {
  const source = ingestion?.source;
  if (source === undefined) return uploadMissing();
  if ('uploadId' in source) {
    const bytes = await uploads.read(tenantId, source.uploadId);
    if (bytes === undefined) return uploadMissing();
    const document = { source: bytes };
    const files = await loadFiles({ document, egress, clock });
    return storeCatalogue({ tenantId, document, files, catalogues });
  }
  try {
    const fetched = await documents.fetch({
      url: source.url,
      timeoutMs: PATIENCE_MS,
      revalidate: ingestion?.kind === 'refresh',
      // Without a catalogue there is nothing that could still be right.
      ...(specHash === undefined || validators === undefined ? {} : { known: validators }),
    });
    if (fetched.notModified) return { ok: 'unchanged' };
    const document = { source: fetched.bytes, url: fetched.url };
    const files = await loadFiles({ document, egress, clock });
    // That the document itself is unmodified says nothing of its files, so the next refresh must read them again.
    const vouched = files.size === 0 ? fetched.validators : {};
    return await storeCatalogue({ tenantId, document, files, validators: vouched, catalogues });
  } catch (error) {
    return refusalOf(error);
  }
}
