import { BatchGetCommand, BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { AppError } from '../domain/errors.ts';
import { backoff, type Patience } from './table-retry.ts';
import type { Item, NewItem } from './table-operations.ts';
import type { ItemKey } from './table.ts';

/** Limits of BatchGetItem and BatchWriteItem. */
const READS = 100;
const WRITES = 25;
const ATTEMPTS = 6;

interface Batches extends Patience {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** Consistent reads; what the service left unprocessed is asked for again. */
export async function getInBatches({ client, tableName, ...patience }: Batches, keys: readonly ItemKey[]) {
  const found: Item[] = [];
  for (const batch of inChunks(keys, READS)) {
    let rest: Record<string, unknown>[] = batch.map(({ pk, sk }) => ({ pk, sk }));
    for (let attempt = 1; rest.length > 0; attempt += 1) {
      if (attempt > ATTEMPTS) throw new AppError('SERVICE_UNAVAILABLE');
      if (attempt > 1) await patience.sleep(backoff({ attempt, random: patience.random }));
      const answer = await client.send(
        new BatchGetCommand({ RequestItems: { [tableName]: { Keys: rest, ConsistentRead: true } } }),
      );
      found.push(...(answer.Responses?.[tableName] ?? []));
      rest = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
    }
  }
  return found;
}

/** Puts or deletes; answers the keys (`pk`, `sk`) of what the service never took. */
export async function writeInBatches(
  { client, tableName, ...patience }: Batches,
  writes: readonly ({ readonly put: NewItem } | { readonly delete: ItemKey })[],
): Promise<readonly Item[]> {
  const left: Item[] = [];
  for (const batch of inChunks(writes, WRITES)) {
    let rest = batch.map((write) =>
      'put' in write
        ? { PutRequest: { Item: { ...write.put } } }
        : { DeleteRequest: { Key: { pk: write.delete.pk, sk: write.delete.sk } } },
    ) as NonNullable<NonNullable<BatchWriteCommand['input']['RequestItems']>[string]>;
    for (let attempt = 1; rest.length > 0 && attempt <= ATTEMPTS; attempt += 1) {
      if (attempt > 1) await patience.sleep(backoff({ attempt, random: patience.random }));
      const answer = await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: rest } }));
      rest = answer.UnprocessedItems?.[tableName] ?? [];
    }
    left.push(...rest.map((write) => write.PutRequest?.Item ?? write.DeleteRequest?.Key ?? {}));
  }
  return left;
}

function inChunks<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, at) =>
    values.slice(at * size, (at + 1) * size),
  );
}
