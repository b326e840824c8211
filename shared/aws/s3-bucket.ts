import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { awsErrorName, rethrow } from './aws-error.ts';
import type { Bucket } from './bucket.ts';
import { clientOptions } from './client-options.ts';

/** A bucket of S3. The object's encryption is the bucket's own default. */
export function createS3Bucket({
  bucketName,
  client = new S3Client(clientOptions({ requestTimeoutMs: 10_000 })),
}: {
  bucketName: string;
  client?: S3Client;
}): Bucket {
  return {
    async put({ key, body, contentType }) {
      const command = new PutObjectCommand({
        Bucket: bucketName,
        Key: key,
        Body: body,
        ContentType: contentType,
      });
      await client.send(command).catch(rethrow);
    },
    async get(key) {
      try {
        const answer = await client.send(new GetObjectCommand({ Bucket: bucketName, Key: key }));
        return await answer.Body?.transformToByteArray();
      } catch (error) {
        if (isAbsence(error)) return undefined;
        return rethrow(error);
      }
    },
    async size(key) {
      try {
        const answer = await client.send(new HeadObjectCommand({ Bucket: bucketName, Key: key }));
        return answer.ContentLength;
      } catch (error) {
        if (isAbsence(error)) return undefined;
        return rethrow(error);
      }
    },
    async delete(key) {
      await client.send(new DeleteObjectCommand({ Bucket: bucketName, Key: key })).catch(rethrow);
    },
  };
}

/**
 * S3 tells whoever may not list the bucket 403 in place of 404 (GetObject, "Permissions"), and none of our functions may
 * list it. That each may read what it reads, the tests of the template hold.
 */
function isAbsence(error: unknown): boolean {
  if (['NoSuchKey', 'NotFound'].includes(awsErrorName(error))) return true;
  const metadata = error instanceof Error && '$metadata' in error ? error.$metadata : undefined;
  return typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
    ? metadata.httpStatusCode === 403
    : false;
}
