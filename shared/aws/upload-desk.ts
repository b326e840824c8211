import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Clock, UploadDesk } from '../ports.ts';
import { clientOptions } from './client-options.ts';
import { uploadKey } from './upload-key.ts';

const LIFETIME_SECONDS = 15 * 60;

/**
 * Presigned PUTs. The length is signed, so that S3 itself refuses a body of another size; a checksum is not, since the
 * bytes are not known here (by default the client would sign that of an empty body).
 */
export function createUploadDesk({
  bucketName,
  clock,
  client = new S3Client({ ...clientOptions(), requestChecksumCalculation: 'WHEN_REQUIRED' }),
}: {
  bucketName: string;
  clock: Clock;
  client?: S3Client;
}): UploadDesk {
  return {
    async open({ tenantId, uploadId, sizeBytes }) {
      const command = new PutObjectCommand({
        Bucket: bucketName,
        Key: uploadKey({ tenantId, uploadId }),
        ContentLength: sizeBytes,
      });
      const now = clock.now();
      const url = await getSignedUrl(client, command, {
        expiresIn: LIFETIME_SECONDS,
        signingDate: new Date(now),
        signableHeaders: new Set(['content-length']),
      });
      return {
        url,
        method: 'PUT',
        headers: { 'content-length': String(sizeBytes) },
        expiresAt: new Date(now + LIFETIME_SECONDS * 1000).toISOString(),
      };
    },
  };
}
