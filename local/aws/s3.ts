import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import type { Clock } from './clock.ts';
import { checkS3Headers, PREFLIGHT, readAddress, readS3Operation } from './s3-address.ts';
import { answerPreflight, corsHeaders, type CorsRule } from './s3-cors.ts';
import { getObject, headObject } from './s3-get-object.ts';
import { listObjects } from './s3-listing.ts';
import { createObjectStore } from './s3-objects.ts';
import { checkPresigned } from './s3-presigned.ts';
import { putObject } from './s3-put-object.ts';
import type { AwsCall, AwsReply, LocalService, Permission } from './service.ts';
import { AwsError, notImplemented } from './service.ts';

/** The local S3: path style, presigned PUT and GET, checksums, conditional writes, CORS. */
export interface S3 extends LocalService {
  /**
   * Makes a bucket known; its objects are kept from one start to the next. Where the template encrypts the bucket
   * under a KMS key, callers need that key's permissions too, as on AWS. `cors`: what pages of other origins may do.
   */
  ensureBucket(name: string, settings?: BucketSettings): { readonly arn: string };
}

interface BucketSettings {
  readonly kmsKeyArn?: string;
  readonly cors?: readonly CorsRule[];
}

interface Target {
  readonly bucket: string;
  readonly key: string;
}

const ACTIONS: Readonly<Record<string, { action: string; kmsAction?: string }>> = {
  PutObject: { action: 's3:PutObject', kmsAction: 'kms:GenerateDataKey' },
  GetObject: { action: 's3:GetObject', kmsAction: 'kms:Decrypt' },
  HeadObject: { action: 's3:GetObject' },
  DeleteObject: { action: 's3:DeleteObject' },
  ListObjectsV2: { action: 's3:ListBucket' },
  HeadBucket: { action: 's3:ListBucket' },
};

/** S3 as its clients see it; operations and errors as in the Amazon S3 API Reference. */
export function createS3(options: {
  readonly state: DatabaseSync;
  readonly clock: Clock;
  /** Where the bytes of objects are kept; made where it is missing. */
  readonly directory: string;
  /** The secret of an access key, for the signatures of presigned URLs. */
  readonly secretOf: (accessKeyId: string) => string;
  readonly newId?: () => string;
}): S3 {
  const { clock, secretOf } = options;
  const store = createObjectStore({ ...options, newId: options.newId ?? randomUUID });
  const buckets = new Map<string, BucketSettings>();
  const corsOf = (http: AwsCall['http']) => buckets.get(readAddress(http.path).bucket)?.cors ?? [];

  const handlers: Readonly<Record<string, (call: AwsCall, target: Target) => AwsReply | Promise<AwsReply>>> =
    {
      PutObject: ({ http }, target) => putObject({ store, http, ...target, now: clock.now() }),
      GetObject: ({ http }, target) => getObject({ store, http, ...target }),
      HeadObject: ({ http }, target) => headObject({ store, http, ...target }),
      DeleteObject: async ({ http }, { bucket, key }) => {
        if (http.headers['if-match'] !== undefined) throw notImplemented('s3', 'DeleteObject with if-match');
        await store.remove(bucket, key);
        return { status: 204 };
      },
      ListObjectsV2: ({ http }, { bucket }) => ({
        headers: { 'content-type': 'application/xml' },
        body: listObjects(store, bucket, http.query),
      }),
      HeadBucket: () => ({}),
      [PREFLIGHT]: ({ http }) => answerPreflight(http, corsOf(http)),
    };

  return {
    signingName: 's3',
    operation: readS3Operation,
    answerHeaders: (http) => (http.method === 'OPTIONS' ? {} : corsHeaders(http, corsOf(http))),
    permissions(call) {
      if (call.operation === PREFLIGHT) return [];
      const needed = ACTIONS[call.operation];
      if (needed === undefined) throw notImplemented('s3', call.operation);
      checkPresigned(call.http, { now: clock.now(), secretOf });
      checkS3Headers(call);
      const { bucket, key } = readAddress(call.http.path);
      const resource = `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`;
      const permissions: Permission[] = [{ action: needed.action, resource }];
      const kmsKeyArn = buckets.get(bucket)?.kmsKeyArn;
      if (kmsKeyArn !== undefined && needed.kmsAction !== undefined) {
        permissions.push({ action: needed.kmsAction, resource: kmsKeyArn });
      }
      return permissions;
    },
    async handle(call) {
      const { bucket, key = '' } = readAddress(call.http.path);
      if (!buckets.has(bucket)) {
        throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', {
          status: 404,
          members: { BucketName: bucket },
        });
      }
      const handler = handlers[call.operation];
      if (handler === undefined) throw notImplemented('s3', call.operation);
      return handler(call, { bucket, key });
    },
    ensureBucket(name, settings = {}) {
      buckets.set(name, settings);
      return { arn: `arn:aws:s3:::${name}` };
    },
    close: async () => {},
  };
}
