import type { Permission } from '../aws/service.ts';

/** What a caller must be allowed on the KMS key of an encrypted resource, beside the action itself. */
const KEY_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  's3:GetObject': ['kms:Decrypt'],
  's3:PutObject': ['kms:GenerateDataKey'],
  'sqs:SendMessage': ['kms:GenerateDataKey', 'kms:Decrypt'],
  'sqs:ReceiveMessage': ['kms:Decrypt'],
  'dynamodb:GetItem': ['kms:Decrypt'],
  'dynamodb:BatchGetItem': ['kms:Decrypt'],
  'dynamodb:Query': ['kms:Decrypt'],
  'dynamodb:PutItem': ['kms:Decrypt'],
  'dynamodb:UpdateItem': ['kms:Decrypt'],
  'dynamodb:DeleteItem': ['kms:Decrypt'],
  'dynamodb:BatchWriteItem': ['kms:Decrypt'],
  'dynamodb:ConditionCheckItem': ['kms:Decrypt'],
};

/**
 * The permissions on a customer managed key that a call needs because the service uses the key in the caller's name
 * (KMS Developer Guide, "How AWS services use AWS KMS"). `keyOf` gives the key's ARN by the resource's ARN.
 */
export function keyPermissions(
  permission: Permission,
  keyOf: ReadonlyMap<string, string>,
): readonly { readonly permission: Permission; readonly viaService: string }[] {
  const actions = KEY_ACTIONS[permission.action];
  const key = actions && keyOf.get(encryptedResource(permission.resource));
  if (!actions || key === undefined) return [];
  const service = permission.action.slice(0, permission.action.indexOf(':'));
  return actions.map((action) => ({ permission: { action, resource: key }, viaService: service }));
}

/** The bucket of an object, the table of an index; the resource itself elsewhere. */
function encryptedResource(arn: string): string {
  if (arn.startsWith('arn:aws:s3:::')) return arn.split('/', 1)[0] ?? arn;
  const index = arn.indexOf('/index/');
  return index < 0 ? arn : arn.slice(0, index);
}
