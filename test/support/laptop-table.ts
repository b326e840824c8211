import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ROOT_ACCESS_KEY, secretOf } from '../../local/access-keys.ts';
import { createTableClient } from '../../shared/aws/table-client.ts';
import type { TableClient } from '../../shared/aws/table-operations.ts';
import { profileKey } from '../../shared/aws/table.ts';
import { laptopUrl, local } from './api-client.ts';
import type { Person } from './people.ts';

/** The table of a running laptop cloud, for what no route of the API does. */
export async function laptopTable(base = laptopUrl()): Promise<{ table: TableClient; close(): void }> {
  const { aws } = await local('/health', base);
  const resources: { type: string; ref: string }[] = await local('/resources', base);
  const tableName = resources.find(({ type }) => type.startsWith('AWS::DynamoDB::'))?.ref;
  if (tableName === undefined) throw new Error('The laptop cloud has no table.');
  const client = new DynamoDBClient({
    endpoint: aws,
    region: 'us-east-1',
    credentials: { accessKeyId: ROOT_ACCESS_KEY, secretAccessKey: secretOf(ROOT_ACCESS_KEY) },
  });
  const table = createTableClient({
    client: DynamoDBDocumentClient.from(client),
    tableName,
    sleep: () => Promise.resolve(),
    random: Math.random,
  });
  return { table, close: () => client.destroy() };
}

/** Gives a person the role that no route gives to the first of its kind. */
export async function makeAdmin({ userId }: Person, base = laptopUrl()): Promise<void> {
  const { table, close } = await laptopTable(base);
  await table.update({
    key: profileKey(userId),
    update: 'SET #role = :role',
    condition: 'attribute_exists(pk)',
    names: { '#role': 'role' },
    values: { ':role': 'ADMIN' },
  });
  close();
}
