import {
  CreateTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  UpdateTimeToLiveCommand,
  type AttributeDefinition,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTableClient } from '../../shared/aws/table-client.ts';
import type { TableClient } from '../../shared/aws/table-operations.ts';
import { GSI1, GSI2, PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE } from '../../shared/aws/table.ts';

export const TABLE_NAME = 'apiq-test';

/** A DynamoDB engine in memory with the product's table, for one test file. */
export interface TestDynamoDb {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  readonly documents: DynamoDBDocumentClient;
  readonly table: TableClient;
  close(): Promise<void>;
}

/** Starts the engine on a free port and makes the table; `close` ends both. */
export async function startDynamoDb(): Promise<TestDynamoDb> {
  const port = await freePort();
  const engine = spawn(binary(), ['--port', String(port)], { stdio: 'ignore' });
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await answering(client);
  await createProductTable(client);
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const table = createTableClient({
    client: documents,
    tableName: TABLE_NAME,
    sleep: (milliseconds) => sleep(milliseconds),
    random: Math.random,
  });
  return {
    endpoint,
    client,
    documents,
    table,
    async close() {
      client.destroy();
      engine.kill();
      if (engine.exitCode === null && engine.signalCode === null) await once(engine, 'exit');
    },
  };
}

const INDEXES = [GSI1, GSI2];

/** The table as the template defines it. */
async function createProductTable(client: DynamoDBClient): Promise<void> {
  const text = (AttributeName: string): AttributeDefinition => ({ AttributeName, AttributeType: 'S' });
  await client.send(
    new CreateTableCommand({
      TableName: TABLE_NAME,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        PARTITION_KEY,
        SORT_KEY,
        ...INDEXES.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]),
      ].map(text),
      KeySchema: [
        { AttributeName: PARTITION_KEY, KeyType: 'HASH' },
        { AttributeName: SORT_KEY, KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: INDEXES.map(({ indexName, partitionKey, sortKey }) => ({
        IndexName: indexName,
        KeySchema: [
          { AttributeName: partitionKey, KeyType: 'HASH' },
          { AttributeName: sortKey, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      })),
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  );
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: TABLE_NAME,
      TimeToLiveSpecification: { AttributeName: TTL_ATTRIBUTE, Enabled: true },
    }),
  );
}

function binary(): string {
  const manifest = createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json');
  return join(dirname(manifest), 'dynoxide');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}

async function answering(client: DynamoDBClient): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(new ListTablesCommand({}));
      return;
    } catch (error) {
      if (attempt === 50) throw error;
      await sleep(20);
    }
  }
}
