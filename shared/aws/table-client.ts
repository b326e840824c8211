import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { AppError } from '../domain/errors.ts';
import { awsErrorName, rethrow } from './aws-error.ts';
import { clientOptions } from './client-options.ts';
import { getInBatches, writeInBatches } from './table-batches.ts';
import type { Item, KeyQuery, TableClient } from './table-operations.ts';
import { retryConflicts, type Patience } from './table-retry.ts';
import { expressionOf, refusalOf, scalarsOf, transactionOf } from './table-transaction.ts';
import { GSI1, GSI2, PARTITION_KEY, SORT_KEY } from './table.ts';

/** The client of a function, for its whole life. Region, credentials and endpoint come from the environment. */
export function createDocumentClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(clientOptions()), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

/** The table behind a DynamoDB client. */
export function createTableClient({
  client,
  tableName,
  ...patience
}: { client: DynamoDBDocumentClient; tableName: string } & Patience): TableClient {
  const batches = { client, tableName, ...patience };
  const attempt = <T>(operation: () => Promise<T>): Promise<T> =>
    retryConflicts(patience, operation).catch((error: unknown) => rethrow(error));

  const put: TableClient['put'] = (item) =>
    attempt(async () => {
      await client.send(new PutCommand({ TableName: tableName, Item: item }));
    });

  return {
    get: ({ pk, sk }) =>
      attempt(async () => {
        const answer = await client.send(
          new GetCommand({ TableName: tableName, Key: { pk, sk }, ConsistentRead: true }),
        );
        return answer.Item;
      }),
    getMany: (keys) => attempt(() => getInBatches(batches, keys)),
    async query(query) {
      const limit = query.limit ?? Number.POSITIVE_INFINITY;
      const items: Item[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const command = queryOf({ tableName, query, left: limit - items.length, start });
        const answer = await attempt(() => client.send(command));
        items.push(...(answer.Items ?? []));
        start = answer.LastEvaluatedKey;
      } while (start !== undefined && items.length < limit);
      return items;
    },
    put,
    update: (update) =>
      attempt(async () => {
        try {
          const answer = await client.send(
            new UpdateCommand({
              TableName: tableName,
              Key: { pk: update.key.pk, sk: update.key.sk },
              UpdateExpression: update.update,
              ...expressionOf(update),
              ReturnValues: update.returning === true ? 'ALL_NEW' : 'NONE',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            }),
          );
          return { written: true, item: answer.Attributes ?? {} };
        } catch (error) {
          if (awsErrorName(error) !== 'ConditionalCheckFailedException') throw error;
          const present = error instanceof Error && 'Item' in error ? scalarsOf(error.Item) : {};
          return { written: false, present };
        }
      }),
    async transact(writes) {
      const [only, ...others] = writes;
      if (only !== undefined && others.length === 0 && 'put' in only && only.condition === undefined) {
        return put(only.put);
      }
      try {
        await attempt(() => client.send(transactionOf(tableName, writes)));
      } catch (error) {
        throw refusalOf(error, writes);
      }
    },
    putMany: (items) =>
      attempt(async () => {
        const left = new Set(
          (
            await writeInBatches(
              batches,
              items.map((item) => ({ put: item })),
            )
          ).map(keyText),
        );
        return items.filter((item) => left.has(keyText(item)));
      }),
    deleteMany: (keys) =>
      attempt(async () => {
        const left = await writeInBatches(
          batches,
          keys.map((key) => ({ delete: key })),
        );
        if (left.length > 0) throw new AppError('SERVICE_UNAVAILABLE');
      }),
  };
}

/** Names of the key attributes, by index. */
const KEYS = { table: { partitionKey: PARTITION_KEY, sortKey: SORT_KEY }, GSI1, GSI2 };

const keyText = (item: Item) => JSON.stringify([item[PARTITION_KEY], item[SORT_KEY]]);

function queryOf({
  tableName,
  query,
  left,
  start,
}: {
  tableName: string;
  query: KeyQuery;
  left: number;
  start: Record<string, unknown> | undefined;
}): QueryCommand {
  const sort = sortCondition(query);
  const { partitionKey, sortKey } = KEYS[query.index ?? 'table'];
  const projection = (query.attributes ?? []).map((name, at) => [`#a${at}`, name] as const);
  return new QueryCommand({
    TableName: tableName,
    ...(query.index === undefined ? { ConsistentRead: true } : { IndexName: query.index }),
    KeyConditionExpression: `#pk = :pk${sort.text}`,
    ExpressionAttributeNames: {
      '#pk': partitionKey,
      ...(sort.text === '' ? {} : { '#sk': sortKey }),
      ...Object.fromEntries(projection),
    },
    ExpressionAttributeValues: { ':pk': query.partition, ...sort.values },
    ...(projection.length === 0
      ? {}
      : { ProjectionExpression: projection.map(([alias]) => alias).join(', ') }),
    ScanIndexForward: query.newestFirst !== true,
    ...(Number.isFinite(left) ? { Limit: left } : {}),
    ...(start === undefined ? {} : { ExclusiveStartKey: start }),
  });
}

function sortCondition({ prefix, before, between }: KeyQuery): {
  readonly text: string;
  readonly values: Readonly<Record<string, string>>;
} {
  if (prefix !== undefined) return { text: ' AND begins_with(#sk, :sk)', values: { ':sk': prefix } };
  if (before !== undefined) return { text: ' AND #sk < :sk', values: { ':sk': before } };
  if (between === undefined) return { text: '', values: {} };
  const [from, to] = between;
  return { text: ' AND #sk BETWEEN :from AND :to', values: { ':from': from, ':to': to } };
}
