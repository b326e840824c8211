import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

import { createDynamoDb } from '../../local/aws/dynamodb.ts';
import { isAnswering } from '../../local/aws/dynamodb/engine.ts';
import { startDynamoDb, TABLE_PROPERTIES } from '../support/start-dynamodb.ts';
import type { TestDynamoDb } from '../support/start-dynamodb.ts';
import { startEndpoint } from '../support/start-endpoint.ts';
import type { TestEndpoint } from '../support/start-endpoint.ts';

const ARN = 'arn:aws:dynamodb:us-east-1:000000000000:table/Main';
const NAME = { TableName: 'Main' };

let engine: TestDynamoDb;
let endpoint: TestEndpoint;
let client: DynamoDBClient;
let documents: DynamoDBDocumentClient;

beforeAll(async () => {
  engine = await startDynamoDb();
  await engine.dynamodb.ensureTable({ name: 'Main', properties: TABLE_PROPERTIES });
  endpoint = await startEndpoint([engine.dynamodb]);
  client = new DynamoDBClient(endpoint.clientOptions());
  documents = DynamoDBDocumentClient.from(client);
});

afterAll(async () => {
  client.destroy();
  await endpoint.close();
  await engine.stop();
});

beforeEach(() => endpoint.checked.splice(0));

const actions = () =>
  endpoint.checked.map(({ action, resource }) => `${action} ${resource.replace(ARN, 'Main')}`);

describe('items through the one port', () => {
  test('are written, read and queried by table and by index', async () => {
    const item = {
      pk: 'TENANT#a',
      sk: 'RUN#1',
      gsi1pk: 'RUNS#a',
      gsi1sk: '2025',
      steps: { one: [1, 2.5, null] },
    };
    await documents.send(new PutCommand({ ...NAME, Item: item }));
    const read = await documents.send(new GetCommand({ ...NAME, Key: { pk: item.pk, sk: item.sk } }));
    const query = {
      ...NAME,
      ExpressionAttributeValues: { ':p': 'RUNS#a' },
      KeyConditionExpression: 'gsi1pk = :p',
    };
    const found = await documents.send(new QueryCommand({ ...query, IndexName: 'GSI1' }));

    expect(read.Item).toEqual(item);
    expect(found.Items).toEqual([item]);
    expect(actions()).toEqual([
      'dynamodb:PutItem Main',
      'dynamodb:GetItem Main',
      'dynamodb:Query Main/index/GSI1',
    ]);
  });

  test('a failed condition is the error that the SDK knows, with the item when asked for', async () => {
    const Key = { pk: 'TENANT#a', sk: 'FENCE' };
    await documents.send(new PutCommand({ ...NAME, Item: { ...Key, fence: 2 } }));
    const update = new UpdateCommand({
      ...NAME,
      Key,
      UpdateExpression: 'SET fence = :next',
      ConditionExpression: 'fence = :mine',
      ExpressionAttributeValues: { ':next': 4, ':mine': 3 },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    await expect(documents.send(update)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { fence: { N: '2' } },
    });
  });

  test('a transaction is all or nothing and names the part that failed', async () => {
    const write = (sk: string) =>
      new TransactWriteCommand({
        TransactItems: [
          { Put: { ...NAME, Item: { pk: 'TX', sk } } },
          {
            ConditionCheck: {
              ...NAME,
              Key: { pk: 'TX', sk: 'none' },
              ConditionExpression: 'attribute_exists(pk)',
            },
          },
        ],
      });
    await expect(documents.send(write('one'))).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    });
    const read = await documents.send(new GetCommand({ ...NAME, Key: { pk: 'TX', sk: 'one' } }));
    expect(read.Item).toBeUndefined();
  });

  test('an unknown table is ResourceNotFoundException', async () => {
    const read = new GetCommand({ TableName: 'Absent', Key: { pk: 'a', sk: 'b' } });
    await expect(documents.send(read)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('permissions', () => {
  const key = { pk: { S: 'P' }, sk: { S: '1' } };

  test('a transaction needs those of its parts, each once', async () => {
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { ...NAME, Item: key } },
          { Put: { ...NAME, Item: { ...key, sk: { S: '2' } } } },
          { Update: { ...NAME, Key: { ...key, sk: { S: '3' } }, UpdateExpression: 'SET a = :a', ...values } },
          { Delete: { ...NAME, Key: { ...key, sk: { S: '4' } } } },
          {
            ConditionCheck: {
              ...NAME,
              Key: { ...key, sk: { S: '5' } },
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
        ],
      }),
    );
    await documents.send(
      new TransactGetCommand({ TransactItems: [{ Get: { ...NAME, Key: { pk: 'P', sk: '1' } } }] }),
    );
    expect(actions()).toEqual([
      'dynamodb:PutItem Main',
      'dynamodb:UpdateItem Main',
      'dynamodb:DeleteItem Main',
      'dynamodb:ConditionCheckItem Main',
      'dynamodb:GetItem Main',
    ]);
  });

  const values = { ExpressionAttributeValues: { ':a': { N: '1' } } };

  test('batches, scans and descriptions have their own', async () => {
    await client.send(new BatchWriteItemCommand({ RequestItems: { Main: [{ PutRequest: { Item: key } }] } }));
    await client.send(new BatchGetItemCommand({ RequestItems: { Main: { Keys: [key] } } }));
    await documents.send(new ScanCommand({ ...NAME, Limit: 1 }));
    await client.send(new DescribeTableCommand(NAME));
    expect(actions()).toEqual([
      'dynamodb:BatchWriteItem Main',
      'dynamodb:BatchGetItem Main',
      'dynamodb:Scan Main',
      'dynamodb:DescribeTable Main',
    ]);
  });

  test('a caller without them is refused and nothing reaches the engine', async () => {
    const nobody = DynamoDBDocumentClient.from(new DynamoDBClient(endpoint.clientOptions('Nobody')));
    const put = new PutCommand({ ...NAME, Item: { pk: 'NOBODY', sk: '1' } });
    await expect(nobody.send(put)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`dynamodb:PutItem on resource: ${ARN}`),
    });
    const read = await documents.send(new GetCommand({ ...NAME, Key: { pk: 'NOBODY', sk: '1' } }));
    expect(read.Item).toBeUndefined();
    nobody.destroy();
  });

  test('an operation outside the product is refused and named in the log', async () => {
    await expect(client.send(new ListTablesCommand())).rejects.toMatchObject({ name: 'NotImplemented' });
    expect(endpoint.logged.at(-1)).toContain('dynamodb:ListTables');
  });
});

describe('tables of the template', () => {
  test('are created once, with index, stream and expiry, and keep their ARNs', async () => {
    const first = await engine.dynamodb.ensureTable({ name: 'Main', properties: TABLE_PROPERTIES });
    const again = await engine.dynamodb.ensureTable({ name: 'Main', properties: TABLE_PROPERTIES });
    const direct = new DynamoDBClient({ ...endpoint.clientOptions(), endpoint: engine.dynamodb.endpoint });
    const { TimeToLiveDescription: expiry } = await direct.send(new DescribeTimeToLiveCommand(NAME));
    direct.destroy();

    expect(first.arn).toBe(ARN);
    expect(first.streamArn).toMatch(`${ARN}/stream/`);
    expect(again).toEqual(first);
    expect(expiry).toMatchObject({ AttributeName: 'expiresAtEpoch', TimeToLiveStatus: 'ENABLED' });
  });

  test('gain an index and a stream that the template has gained, items included', async () => {
    const { GlobalSecondaryIndexes, StreamSpecification, ...before } = TABLE_PROPERTIES;
    const older = { ...before, AttributeDefinitions: before.AttributeDefinitions.slice(0, 2) };
    await engine.dynamodb.ensureTable({ name: 'Older', properties: older });
    const item = { pk: 'a', sk: 'b', gsi1pk: 'x', gsi1sk: 'y' };
    await documents.send(new PutCommand({ TableName: 'Older', Item: item }));

    const grown = { ...before, GlobalSecondaryIndexes, StreamSpecification };
    const { streamArn } = await engine.dynamodb.ensureTable({ name: 'Older', properties: grown });
    const found = await documents.send(
      new QueryCommand({
        TableName: 'Older',
        IndexName: 'GSI1',
        KeyConditionExpression: 'gsi1pk = :x',
        ExpressionAttributeValues: { ':x': 'x' },
      }),
    );
    expect(streamArn).toContain('table/Older/stream/');
    expect(found.Items).toEqual([item]);
  });

  test('with another key schema are refused, since their items could not be kept', async () => {
    const properties = { ...TABLE_PROPERTIES, KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] };
    await expect(engine.dynamodb.ensureTable({ name: 'Main', properties })).rejects.toThrow('--reset');
  });
});

describe('the engine process', () => {
  test('keeps its data over a stop', async () => {
    const first = await startDynamoDb();
    await first.dynamodb.ensureTable({ name: 'Kept', properties: TABLE_PROPERTIES });
    const { endpoint: address } = first.dynamodb;
    const item = { pk: { S: 'a' }, sk: { S: 'b' } };
    const before = new DynamoDBClient({ ...endpoint.clientOptions(), endpoint: address });
    await before.send(new PutItemCommand({ TableName: 'Kept', Item: item }));
    before.destroy();
    await first.stop(false);
    expect(await isAnswering(address)).toBe(false);

    const second = await startDynamoDb(first.dbPath);
    const after = new DynamoDBClient({ ...endpoint.clientOptions(), endpoint: second.dynamodb.endpoint });
    const read = await after.send(new GetItemCommand({ TableName: 'Kept', Key: item }));
    after.destroy();
    await second.stop();
    expect(read.Item).toEqual(item);
  });

  test('where it has ended, a call is a server error that says so', async () => {
    const short = await startDynamoDb();
    const behind = await createDynamoDb({
      dbPath: '/nowhere',
      log: () => {},
      endpoint: short.dynamodb.endpoint,
    });
    const front = await startEndpoint([behind]);
    await short.stop();
    const caller = new DynamoDBClient(front.clientOptions());
    await expect(caller.send(new DescribeTableCommand(NAME))).rejects.toMatchObject({
      name: 'InternalServerError',
      $metadata: { httpStatusCode: 500 },
    });
    caller.destroy();
    await front.close();
    await behind.close();
  });

  test('dies with a parent that was killed', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'apiq-orphan-'));
    const script = `
      import { startEngine } from ${JSON.stringify(new URL('../../local/aws/dynamodb/engine.ts', import.meta.url).href)};
      const engine = await startEngine({ dbPath: ${JSON.stringify(join(directory, 'db'))}, log() {} });
      console.log(engine.endpoint);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const [address] = await once(createInterface({ input: parent.stdout }), 'line');
    expect(await isAnswering(String(address))).toBe(true);

    parent.kill('SIGKILL');
    await once(parent, 'exit');
    let alive = true;
    for (let tries = 0; alive && tries < 100; tries += 1) {
      await delay(20);
      alive = await isAnswering(String(address));
    }
    rmSync(directory, { recursive: true, force: true });
    expect(alive).toBe(false);
  });

  test('another engine is used where its address is given, and is left running', async () => {
    const other = await createDynamoDb({
      dbPath: '/nowhere',
      log: () => {},
      endpoint: engine.dynamodb.endpoint,
    });
    const attributes = await other.ensureTable({ name: 'Main', properties: TABLE_PROPERTIES });
    await other.close();
    expect(attributes.arn).toBe(ARN);
    expect(other.dbPath).toBeUndefined();
    expect(await isAnswering(engine.dynamodb.endpoint)).toBe(true);
    await expect(
      createDynamoDb({ dbPath: '/nowhere', log: () => {}, endpoint: 'http://127.0.0.1:1' }),
    ).rejects.toThrow('DYNAMODB_ENDPOINT');
  });
});
