import type { Uploads } from '../ports.ts';
import type { Bucket } from './bucket.ts';
import { uploadKey } from './upload-key.ts';

/** Uploaded documents in the bucket, which forgets them after a day. */
export function createUploads({ bucket }: { bucket: Bucket }): Uploads {
  return {
    size: (tenantId, uploadId) => bucket.size(uploadKey({ tenantId, uploadId })),
    read: (tenantId, uploadId) => bucket.get(uploadKey({ tenantId, uploadId })),
    keep: (tenantId, uploadId, bytes) =>
      bucket.put({
        key: uploadKey({ tenantId, uploadId }),
        body: bytes,
        contentType: 'application/octet-stream',
      }),
  };
}
