import type {
  CatalogueStore,
  DeferredIngestion,
  DocumentSource,
  Documents,
  Ids,
  IngestionResult,
  Uploads,
} from '../../shared/ports.ts';
import { refusalOf } from '../../shared/openapi/refusal-of.ts';
import { isReadAtOnce, isSmallEnough, PATIENCE_OF_A_PERSON } from './read-at-once.ts';
import { storeCatalogue } from './store-catalogue.ts';
import { uploadMissing } from './upload-missing.ts';

export interface AttemptPorts {
  readonly documents: Documents;
  readonly uploads: Uploads;
  readonly catalogues: CatalogueStore;
  readonly ids: Ids;
}

/**
 * Reads a document while somebody waits for it. One that is too large or too slow, or that refers to other files, which
 * take as long as their servers like, is left to a worker: what came along
 * or has been fetched by then is kept, so that nobody has to send it again.
 */
export async function attemptIngestion({
  tenantId,
  source,
  ports,
}: {
  tenantId: string;
  source: DocumentSource;
  ports: AttemptPorts;
}): Promise<IngestionResult | DeferredIngestion> {
  if ('url' in source) return attemptFetched({ tenantId, source, ports });
  if ('uploadId' in source) return attemptUpload({ tenantId, source, ports });
  const { uploads, ids, catalogues } = ports;
  const bytes = Buffer.from(source.content);
  if (isReadAtOnce(bytes)) {
    return storeCatalogue({ tenantId, document: { source: source.content }, catalogues });
  }
  const uploadId = ids.next('upload');
  await uploads.keep(tenantId, uploadId, bytes);
  return { ok: 'later', source: { uploadId } };
}

async function attemptFetched({
  tenantId,
  source,
  ports: { documents, catalogues },
}: {
  tenantId: string;
  source: { readonly url: string };
  ports: AttemptPorts;
}): Promise<IngestionResult | DeferredIngestion> {
  try {
    const fetched = await documents.fetch({ url: source.url, timeoutMs: PATIENCE_OF_A_PERSON.timeoutMs });
    // Nothing was said to be known, so nothing can be unmodified.
    if (fetched.notModified || !isReadAtOnce(fetched.bytes)) return { ok: 'later', source };
    const { bytes, url, validators } = fetched;
    return await storeCatalogue({ tenantId, document: { source: bytes, url }, validators, catalogues });
  } catch (error) {
    if (error instanceof Error && error.name === 'UPSTREAM_TIMEOUT') return { ok: 'later', source };
    return refusalOf(error);
  }
}

async function attemptUpload({
  tenantId,
  source,
  ports: { uploads, catalogues },
}: {
  tenantId: string;
  source: { readonly uploadId: string };
  ports: AttemptPorts;
}): Promise<IngestionResult | DeferredIngestion> {
  const size = await uploads.size(tenantId, source.uploadId);
  if (size !== undefined && !isSmallEnough(size)) return { ok: 'later', source };
  const bytes = size === undefined ? undefined : await uploads.read(tenantId, source.uploadId);
  if (bytes === undefined) return uploadMissing();
  if (!isReadAtOnce(bytes)) return { ok: 'later', source };
  return storeCatalogue({ tenantId, document: { source: bytes }, catalogues });
}
