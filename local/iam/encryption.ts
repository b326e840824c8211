import type { Permission } from '../aws/service.ts';

/** Actions on items, for which DynamoDB uses the table's key in the caller's name. */
const ITEM_ACTIONS: ReadonlySet<string> = new Set(
  [
    'GetItem',
    'BatchGetItem',
    'Query',
    'Scan',
    'PutItem',
    'UpdateItem',
    'DeleteItem',
    'BatchWriteItem',
    'ConditionCheckItem',
  ].map((action) => `dynamodb:${action}`),
);

/**
 * What a call on a table needs on the table's customer managed key, beside the action itself (DynamoDB Developer Guide,
 * "Encryption at rest"); S3 and SQS of the laptop name theirs with each call. `keyOf` gives the key's ARN by the table's.
 */
export function tableKeyPermission(
  permission: Permission,
  keyOf: ReadonlyMap<string, string>,
): Permission | undefined {
  if (!ITEM_ACTIONS.has(permission.action)) return undefined;
  const index = permission.resource.indexOf('/index/');
  const key = keyOf.get(index < 0 ? permission.resource : permission.resource.slice(0, index));
  return key === undefined ? undefined : { action: 'kms:Decrypt', resource: key };
}
