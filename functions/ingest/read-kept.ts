import type { Connection } from '../../shared/domain/connection.ts';
import type { IngestionOutcome } from '../../shared/domain/settle-ingestion.ts';
import { loadFiles } from '../../shared/openapi/load-files.ts';
import { refusalOf } from '../../shared/openapi/refusal-of.ts';
import type { CatalogueStore, Clock, Documents, Egress, Uploads } from '../../shared/ports.ts';
import { storeCatalogue } from './store-catalogue.ts';
import { uploadMissing } from './upload-missing.ts';

/** How long a server may take to send a document, and which ones are read then. */
export interface Patience {
  readonly timeoutMs: number;
  readonly suffices: (bytes: Uint8Array) => boolean;
}

/** Where nobody waits; a document that is too large for anybody is refused by whoever fetches it. */
export const PATIENCE_OF_A_WORKER: Patience = { timeoutMs: 60_000, suffices: () => true };

export interface ReadPorts {
  readonly documents: Documents;
  readonly uploads: Uploads;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly catalogues: CatalogueStore;
}

/**
 * Reads the document that a connection's ingestion names, and stores its catalogue; `later` where that would take more
 * than the patience there is.
 */
export async function readKept({
  connection: { tenantId, ingestion, specHash, validators },
  patience = PATIENCE_OF_A_WORKER,
  ports: { documents, uploads, egress, clock, catalogues },
}: {
  connection: Connection;
  patience?: Patience;
  ports: ReadPorts;
}): Promise<IngestionOutcome | { readonly ok: 'later' }> {
  const source = ingestion?.source;
  if (source === undefined) return uploadMissing();
  if ('uploadId' in source) {
    const bytes = await uploads.read(tenantId, source.uploadId);
    if (bytes === undefined) return uploadMissing();
    if (!patience.suffices(bytes)) return { ok: 'later' };
    const document = { source: bytes };
    const files = await loadFiles({ document, egress, clock });
    return storeCatalogue({ tenantId, document, files, catalogues });
  }
  try {
    const fetched = await documents.fetch({
      url: source.url,
      timeoutMs: patience.timeoutMs,
      revalidate: ingestion?.kind === 'refresh',
      // Without a catalogue there is nothing that could still be right.
      ...(specHash === undefined || validators === undefined ? {} : { known: validators }),
    });
    if (fetched.notModified) return { ok: 'unchanged' };
    if (!patience.suffices(fetched.bytes)) return { ok: 'later' };
    const document = { source: fetched.bytes, url: fetched.url };
    const files = await loadFiles({ document, egress, clock });
    // That the document itself is unmodified says nothing of its files, so the next refresh must read them again.
    const vouched = files.size === 0 ? fetched.validators : {};
    return await storeCatalogue({ tenantId, document, files, validators: vouched, catalogues });
  } catch (error) {
    const isSlow = error instanceof Error && error.name === 'UPSTREAM_TIMEOUT';
    return isSlow && patience !== PATIENCE_OF_A_WORKER ? { ok: 'later' } : refusalOf(error);
  }
}
