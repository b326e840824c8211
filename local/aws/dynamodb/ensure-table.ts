import { setTimeout as delay } from 'node:timers/promises';

import type { DynamoDBClient, TableDescription } from '@aws-sdk/client-dynamodb';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ResourceNotFoundException,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';

import { streamArn, tableArn } from './table-arn.ts';
import { TableProperties } from './table-properties.ts';

/** `Fn::GetAtt` of a table: `Arn`, `StreamArn` where it has a stream. */
export interface TableAttributes {
  readonly arn: string;
  readonly streamArn?: string;
}

/**
 * Creates the table that a template describes, or brings a present one up to it: a new index, a stream that was turned
 * on. Throws where the key schema has changed, which on AWS would replace the table and lose its items.
 */
export async function ensureTable(options: {
  readonly client: DynamoDBClient;
  readonly name: string;
  /** Resolved CloudFormation properties. */
  readonly properties: unknown;
}): Promise<TableAttributes> {
  const { client, name } = options;
  const properties = TableProperties.parse(options.properties);
  const present = await describe(client, name);
  if (present === undefined) await create({ client, name, properties });
  else await bringUp({ client, name, properties, present });
  const table = await waitUntilActive(client, name);
  await setTimeToLive({ client, name, properties });
  const label = table.LatestStreamLabel;
  const arn = tableArn(name);
  const hasStream = properties.StreamSpecification !== undefined && label !== undefined;
  return hasStream ? { arn, streamArn: streamArn({ tableName: name, label }) } : { arn };
}

interface Wanted {
  readonly client: DynamoDBClient;
  readonly name: string;
  readonly properties: TableProperties;
}

async function create({ client, name, properties }: Wanted): Promise<void> {
  const { GlobalSecondaryIndexes: global, LocalSecondaryIndexes: local } = properties;
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: properties.KeySchema,
      AttributeDefinitions: properties.AttributeDefinitions,
      ...(global.length > 0 && { GlobalSecondaryIndexes: global }),
      ...(local.length > 0 && { LocalSecondaryIndexes: local }),
      ...(properties.StreamSpecification && {
        StreamSpecification: { StreamEnabled: true, ...properties.StreamSpecification },
      }),
    }),
  );
}

async function bringUp(wanted: Wanted & { readonly present: TableDescription }): Promise<void> {
  const { client, name, properties, present } = wanted;
  const keyOf = (schema: TableDescription['KeySchema']) =>
    schema?.map((key) => `${key.KeyType}=${key.AttributeName}`).toSorted();
  if (String(keyOf(present.KeySchema)) !== String(keyOf(properties.KeySchema))) {
    throw new Error(
      `The key schema of table ${name} has changed; its data cannot be kept. Start once with --reset.`,
    );
  }
  const known = new Set(present.GlobalSecondaryIndexes?.map((index) => index.IndexName));
  for (const index of properties.GlobalSecondaryIndexes.filter((each) => !known.has(each.IndexName))) {
    await client.send(
      new UpdateTableCommand({
        TableName: name,
        AttributeDefinitions: properties.AttributeDefinitions,
        GlobalSecondaryIndexUpdates: [{ Create: index }],
      }),
    );
    await waitUntilActive(client, name);
  }
  const { StreamSpecification: stream } = properties;
  if (stream !== undefined && present.StreamSpecification?.StreamEnabled !== true) {
    await client.send(
      new UpdateTableCommand({ TableName: name, StreamSpecification: { StreamEnabled: true, ...stream } }),
    );
  }
}

async function setTimeToLive({ client, name, properties }: Wanted): Promise<void> {
  const { Enabled: enabled = false, AttributeName: attribute } = properties.TimeToLiveSpecification ?? {};
  if (!enabled || attribute === undefined) return;
  const present = await client.send(new DescribeTimeToLiveCommand({ TableName: name }));
  if (present.TimeToLiveDescription?.AttributeName === attribute) return;
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: name,
      TimeToLiveSpecification: { Enabled: true, AttributeName: attribute },
    }),
  );
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function waitUntilActive(client: DynamoDBClient, name: string): Promise<TableDescription> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const table = await describe(client, name);
    const indexes = table?.GlobalSecondaryIndexes ?? [];
    const isReady = indexes.every((index) => (index.IndexStatus ?? 'ACTIVE') === 'ACTIVE');
    if (table?.TableStatus === 'ACTIVE' && isReady) return table;
    await delay(25);
  }
  throw new Error(`Table ${name} did not become active.`);
}
