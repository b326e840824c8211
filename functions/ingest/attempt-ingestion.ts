import type {
  CatalogueStore,
  DeferredIngestion,
  DocumentSource,
  Documents,
  Ids,
  IngestionResult,
  Uploads,
} from '../../shared/ports.ts';
import { namesOtherFiles } from '../../shared/openapi/names-other-files.ts';
import { refusalOf } from '../../shared/openapi/refusal-of.ts';
import type { Patience } from './read-kept.ts';
import { storeCatalogue } from './store-catalogue.ts';
import { uploadMissing } from './upload-missing.ts';

/** A larger document takes longer to read than a person likes to wait … */
const MAX_BYTES_AT_ONCE = 2 * 1024 * 1024;

/** … and so does one that refers to other files; a server that takes longer may take any time. */
export const PATIENCE_OF_A_PERSON: Patience = { timeoutMs: 5000, suffices: isReadAtOnce };

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
  if (size !== undefined && size > MAX_BYTES_AT_ONCE) return { ok: 'later', source };
  const bytes = size === undefined ? undefined : await uploads.read(tenantId, source.uploadId);
  if (bytes === undefined) return uploadMissing();
  if (!isReadAtOnce(bytes)) return { ok: 'later', source };
  return storeCatalogue({ tenantId, document: { source: bytes }, catalogues });
}

function isReadAtOnce(bytes: Uint8Array): boolean {
  return bytes.length <= MAX_BYTES_AT_ONCE && !namesOtherFiles(bytes);
}
