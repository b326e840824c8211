import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
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
        if (awsErrorName(error) === 'NoSuchKey') return undefined;
        return rethrow(error);
      }
    },
  };
}
