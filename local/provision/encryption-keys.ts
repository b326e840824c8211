import * as z from 'zod';
import type { ResolvedResource } from '../template/resolved-resource.ts';

const BucketProperties = z.looseObject({
  BucketEncryption: z
    .looseObject({
      ServerSideEncryptionConfiguration: z.array(
        z.looseObject({
          ServerSideEncryptionByDefault: z.looseObject({ KMSMasterKeyID: z.string().optional() }).optional(),
        }),
      ),
    })
    .optional(),
});

const TableProperties = z.looseObject({
  SSESpecification: z.looseObject({ KMSMasterKeyId: z.string().optional() }).optional(),
});

/** The ARN of the customer managed key of a bucket; undefined where S3 encrypts with a key of its own. */
export function bucketKey(properties: unknown): string | undefined {
  const rules = BucketProperties.parse(properties).BucketEncryption?.ServerSideEncryptionConfiguration ?? [];
  return rules[0]?.ServerSideEncryptionByDefault?.KMSMasterKeyID;
}

/** ARN of each table that has a customer managed key -> ARN of that key. */
export function tableKeys(resources: readonly ResolvedResource[]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const { type, properties, attributes } of resources) {
    if (type !== 'AWS::DynamoDB::Table' && type !== 'AWS::DynamoDB::GlobalTable') continue;
    const key = TableProperties.parse(properties).SSESpecification?.KMSMasterKeyId;
    if (key !== undefined) keys.set(String(attributes['Arn']), key);
  }
  return keys;
}
