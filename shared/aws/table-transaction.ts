import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { cancellationReasons } from './table-retry.ts';
import type { Expression, Item, Write } from './table-operations.ts';

/** The command of some writes; the SDK adds the token that makes its own retries safe. */
export function transactionOf(tableName: string, writes: readonly Write[]): TransactWriteCommand {
  return new TransactWriteCommand({ TransactItems: writes.map((write) => transactItem(tableName, write)) });
}

/** What the first write with a failed condition says of it; the error itself where no condition failed. */
export function refusalOf(error: unknown, writes: readonly Write[]): unknown {
  const reasons = cancellationReasons(error);
  const failed = reasons.findIndex((reason) => reason.Code === 'ConditionalCheckFailed');
  return writes[failed]?.refused?.(scalarsOf(reasons[failed]?.Item)) ?? error;
}

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

function transactItem(TableName: string, write: Write): TransactItem {
  const common = {
    TableName,
    ...expressionOf(write),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
  if ('put' in write) return { Put: { Item: write.put, ...common } };
  if ('delete' in write) return { Delete: { Key: write.delete, ...common } };
  if ('check' in write)
    return { ConditionCheck: { Key: write.check, ...common, ConditionExpression: write.condition } };
  return { Update: { Key: write.key, UpdateExpression: write.update, ...common } };
}

/** The members of a command that an expression fills; empty ones are refused by the service. */
export function expressionOf({ condition, names, values }: Expression) {
  return {
    ...(condition === undefined ? {} : { ConditionExpression: condition }),
    ...(names === undefined ? {} : { ExpressionAttributeNames: { ...names } }),
    ...(values === undefined ? {} : { ExpressionAttributeValues: { ...values } }),
  };
}

/** The strings, numbers and booleans of an item in DynamoDB's own JSON: what errors carry, and stream records. */
export function scalarsOf(attributes: unknown): Item {
  if (typeof attributes !== 'object' || attributes === null) return {};
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, scalarOf(value)]));
}

function scalarOf(value: unknown): string | number | boolean | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('S' in value && typeof value.S === 'string') return value.S;
  if ('N' in value && typeof value.N === 'string') return Number(value.N);
  if ('BOOL' in value && typeof value.BOOL === 'boolean') return value.BOOL;
  return undefined;
}
