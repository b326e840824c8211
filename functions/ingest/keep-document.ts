import type { CatalogueStore, Ids, IngestionRefusal, KeptDocument, Uploads } from '../../shared/ports.ts';
import { isReadAtOnce } from './read-at-once.ts';
import { storeCatalogue } from './store-catalogue.ts';

/**
 * Keeps a document that came along for whoever reads it and compares it with the version before. One that can be read at
 * once is read here too, so that what is no document is refused before anything is written.
 */
export async function keepDocument({
  tenantId,
  content,
  ports: { catalogues, uploads, ids },
}: {
  tenantId: string;
  content: string;
  ports: { readonly catalogues: CatalogueStore; readonly uploads: Uploads; readonly ids: Ids };
}): Promise<KeptDocument | IngestionRefusal> {
  const bytes = Buffer.from(content);
  const isSmall = isReadAtOnce(bytes);
  if (isSmall) {
    const read = await storeCatalogue({ tenantId, document: { source: content }, catalogues });
    if (!read.ok) return read;
  }
  const uploadId = ids.next('upload');
  await uploads.keep(tenantId, uploadId, bytes);
  return { ok: true, source: { uploadId }, isSmall };
}
