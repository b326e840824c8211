import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';

import { consumeStream } from '../../local/aws/dynamodb-streams.ts';
import type { FailureNotice, StreamConsumer, StreamRecord } from '../../local/aws/dynamodb-streams.ts';
import { openState } from '../../local/aws/open-state.ts';
import { startDynamoDb, TABLE_PROPERTIES } from '../support/start-dynamodb.ts';
import type { TestDynamoDb } from '../support/start-dynamodb.ts';

let engine: TestDynamoDb;
let documents: DynamoDBDocumentClient;
let tables = 0;

beforeAll(async () => {
  engine = await startDynamoDb();
  const client = new DynamoDBClient({
    endpoint: engine.dynamodb.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  documents = DynamoDBDocumentClient.from(client);
});

afterAll(async () => {
  documents.destroy();
  await engine.stop();
});

/** A table of its own, and consumers started on it. */
async function setup() {
  tables += 1;
  const tableName = `Stream${tables}`;
  const { streamArn } = await engine.dynamodb.ensureTable({ name: tableName, properties: TABLE_PROPERTIES });
  const state = openState(':memory:');
  const put = (sk: string, more: Record<string, unknown> = {}) =>
    documents.send(new PutCommand({ TableName: tableName, Item: { pk: 'P', sk, ...more } }));
  const consume = (...consumers: StreamConsumer[]) =>
    consumeStream({
      endpoint: engine.dynamodb.endpoint,
      dbPath: engine.dbPath,
      tableName,
      consumers,
      state,
      pollInterval: { busy: 5, idle: 20 },
    });
  return { tableName, streamArn, state, put, consume };
}

/** A consumer that remembers what it was given. */
function recorder(id = 'consumer') {
  const batches: string[][] = [];
  const records: StreamRecord[] = [];
  return {
    id,
    batches,
    records,
    invoke: async (given: readonly StreamRecord[]) => {
      batches.push(given.map(sortKey));
      records.push(...given);
    },
  };
}

function sortKey(record: StreamRecord): string {
  const { Keys } = record.dynamodb;
  return JSON.parse(JSON.stringify(Keys['sk'])).S;
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 500) throw new Error('What the test waits for did not happen in 5 s.');
    await delay(10);
  }
}

describe('records', () => {
  test('arrive in order, in the shape of the Lambda event', async () => {
    const { tableName, streamArn, put, consume } = await setup();
    const seen = recorder();
    const stream = await consume(seen);
    await put('1', { n: 7 });
    await documents.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName: tableName, Item: { pk: 'P', sk: '1', n: 8 } } },
          { Put: { TableName: tableName, Item: { pk: 'P', sk: '2' } } },
        ],
      }),
    );
    await documents.send(new DeleteCommand({ TableName: tableName, Key: { pk: 'P', sk: '2' } }));
    await until(() => seen.records.length === 4);
    await stream.close();

    expect(seen.records.map((record) => [record.eventName, sortKey(record)])).toEqual([
      ['INSERT', '1'],
      ['MODIFY', '1'],
      ['INSERT', '2'],
      ['REMOVE', '2'],
    ]);
    expect(seen.records[0]).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      eventSourceARN: streamArn,
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { pk: { S: 'P' }, sk: { S: '1' } },
        NewImage: { pk: { S: 'P' }, sk: { S: '1' }, n: { N: '7' } },
        SequenceNumber: expect.stringMatching(/^\d+$/),
        SizeBytes: expect.any(Number),
        StreamViewType: 'NEW_IMAGE',
      },
    });
    expect(seen.records[3]?.dynamodb.NewImage).toBeUndefined();
    expect(new Set(seen.records.map(({ eventID }) => eventID)).size).toBe(4);
  });

  test('come in batches of the size asked for, only those that a filter matches', async () => {
    const { put, consume } = await setup();
    for (const sk of ['OUTBOX#1', 'RUN#1', 'OUTBOX#2', 'OUTBOX#3', 'RUN#2']) await put(sk);
    await put('OUTBOX#1', { changed: true });
    const seen = recorder();
    const pattern = { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'OUTBOX#' }] } } } };
    const filterCriteria = { Filters: [{ Pattern: JSON.stringify(pattern) }] };
    const stream = await consume({ ...seen, filterCriteria, batchSize: 2 });
    await until(() => seen.records.length === 3);
    await delay(50);
    await stream.close();
    expect(seen.batches).toEqual([['OUTBOX#1', 'OUTBOX#2'], ['OUTBOX#3']]);
  });

  test('reach a woken consumer at once, however long its poll', async () => {
    const { tableName, state, put } = await setup();
    const seen = recorder();
    const { endpoint } = engine.dynamodb;
    const pollInterval = { busy: 60_000, idle: 60_000 };
    const stream = await consumeStream({ endpoint, tableName, consumers: [seen], state, pollInterval });
    await delay(50);
    await put('1');
    await delay(50);
    expect(seen.records).toHaveLength(0);
    stream.wake();
    await until(() => seen.records.length === 1);
    await stream.close();
  });

  test('of a table without a stream are refused', async () => {
    const { StreamSpecification, ...properties } = TABLE_PROPERTIES;
    expect(StreamSpecification.StreamViewType).toBe('NEW_IMAGE');
    await engine.dynamodb.ensureTable({ name: 'Streamless', properties });
    const { endpoint } = engine.dynamodb;
    const state = openState(':memory:');
    await expect(consumeStream({ endpoint, tableName: 'Streamless', consumers: [], state })).rejects.toThrow(
      'has no stream',
    );
  });
});

describe('checkpoints', () => {
  test('outlive a restart: nothing twice, nothing lost', async () => {
    const { put, consume } = await setup();
    const before = recorder();
    const first = await consume(before);
    await put('1');
    await put('2');
    await until(() => before.records.length === 2);
    await first.close();
    await put('3');

    const after = recorder();
    const second = await consume(after);
    await until(() => after.records.length === 1);
    await put('4');
    await until(() => after.records.length === 2);
    await second.close();
    expect(after.records.map(sortKey)).toEqual(['3', '4']);
  });

  test('are per consumer, and one that fails keeps its place while others go on', async () => {
    const { put, consume } = await setup();
    const good = recorder('good');
    let refused = 0;
    const bad = {
      id: 'bad',
      invoke: async () => {
        refused += 1;
        throw new Error('not today');
      },
    };
    const first = await consume(good, bad);
    await put('1');
    await put('2');
    await until(() => good.records.length === 2 && refused > 0);
    await first.close();

    const [goodAgain, badAgain] = [recorder('good'), recorder('bad')];
    const second = await consume(goodAgain, badAgain);
    await until(() => badAgain.records.length === 2);
    await delay(50);
    await second.close();
    expect(goodAgain.records).toEqual([]);
    expect(badAgain.records.map(sortKey)).toEqual(['1', '2']);
  });
});

describe('failures', () => {
  test('a reported item is delivered again with what follows it, not with what came before', async () => {
    const { put, consume } = await setup();
    for (const sk of ['1', '2', '3']) await put(sk);
    const seen = recorder();
    let refuse = true;
    const stream = await consume({
      ...seen,
      invoke: async (records) => {
        await seen.invoke(records);
        const second = records.find((record) => sortKey(record) === '2');
        if (!refuse || second === undefined) return undefined;
        refuse = false;
        return { batchItemFailures: [{ itemIdentifier: second.dynamodb.SequenceNumber }] };
      },
    });
    await until(() => seen.batches.length === 2);
    await stream.close();
    expect(seen.batches).toEqual([
      ['1', '2', '3'],
      ['2', '3'],
    ]);
  });

  test('an answer with an unknown identifier fails the whole batch', async () => {
    const { put, consume } = await setup();
    await put('1');
    await put('2');
    const seen = recorder();
    const stream = await consume({
      ...seen,
      invoke: async (records) => {
        await seen.invoke(records);
        return { batchItemFailures: seen.batches.length === 1 ? [{ itemIdentifier: '' }] : [] };
      },
    });
    await until(() => seen.batches.length === 2);
    await stream.close();
    expect(seen.batches[1]).toEqual(['1', '2']);
  });

  test('halving finds the one bad record; after its retries its place in the stream is handed over', async () => {
    const { streamArn, put, consume } = await setup();
    for (const sk of ['1', '2', 'bad', '4', '5']) await put(sk);
    const seen = recorder();
    const notices: FailureNotice[] = [];
    const handled: string[] = [];
    const stream = await consume({
      ...seen,
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:publish',
      maximumRetryAttempts: 1,
      bisect: true,
      invoke: async (records) => {
        await seen.invoke(records);
        const keys = records.map(sortKey);
        if (keys.includes('bad')) throw new Error('cannot take this');
        handled.push(...keys);
      },
      onFailure: async (notice) => {
        notices.push(notice);
      },
    });
    await until(() => handled.length === 4);
    await stream.close();

    const bad = seen.records.find((record) => sortKey(record) === 'bad')?.dynamodb.SequenceNumber;
    expect(handled).toEqual(['1', '2', '4', '5']);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatchObject({
      requestContext: {
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:publish',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 2,
      },
      DDBStreamBatchInfo: { startSequenceNumber: bad, endSequenceNumber: bad, batchSize: 1, streamArn },
    });
    expect(JSON.stringify(notices[0])).not.toContain('NewImage');
  });

  test('records that are too old are given up without a delivery', async () => {
    const { tableName, state, put } = await setup();
    await put('1');
    const seen = recorder();
    const notices: FailureNotice[] = [];
    const inAnHour = {
      now: () => Date.now() + 3_600_000,
      after: (ms: number, task: () => void) => {
        const timer = setTimeout(task, ms);
        return () => clearTimeout(timer);
      },
    };
    const consumer = {
      ...seen,
      maximumRecordAgeSeconds: 60,
      onFailure: (notice: FailureNotice) => {
        notices.push(notice);
      },
    };
    const { endpoint } = engine.dynamodb;
    const stream = await consumeStream({
      endpoint,
      tableName,
      consumers: [consumer],
      state,
      clock: inAnHour,
    });
    await until(() => notices.length === 1);
    await stream.close();
    expect(notices[0]?.requestContext.condition).toBe('RecordAgeExceeded');
    expect(seen.batches).toEqual([]);
  });

  test('a destination that refuses a notice is asked again, so that nothing vanishes', async () => {
    const { put, consume } = await setup();
    await put('1');
    let asked = 0;
    const stream = await consume({
      id: 'consumer',
      maximumRetryAttempts: 0,
      invoke: async () => {
        throw new Error('no');
      },
      onFailure: async () => {
        asked += 1;
        if (asked === 1) throw new Error('the queue is away');
      },
    });
    await until(() => asked === 2);
    await stream.close();
  });
});

describe('acknowledged records', () => {
  const kept = (tableName: string): number[] => {
    const db = new DatabaseSync(engine.dbPath, { readOnly: true });
    const rows = db
      .prepare('select sequence_number as n from _stream_records where table_name = ?')
      .all(tableName);
    db.close();
    return rows.map(({ n }) => Number(n));
  };

  test('leave the engine once every consumer has them, the newest excepted', async () => {
    const { tableName, put, consume } = await setup();
    for (let index = 1; index <= 10; index += 1) await put(String(index));
    const fast = recorder('fast');
    const slow = recorder('slow');
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const stream = await consume(fast, {
      ...slow,
      invoke: async (records) => {
        await gate;
        await slow.invoke(records);
      },
    });
    await until(() => fast.records.length === 10);
    await delay(60);
    expect(kept(tableName)).toHaveLength(10);

    release();
    await until(() => kept(tableName).length === 1);
    expect(kept(tableName)).toEqual([10]);

    // The sequence goes on where it was: a consumer's checkpoint stays in front of nothing new.
    await put('11');
    await until(() => slow.records.length === 11);
    await stream.close();
    expect(slow.records.at(-1)?.dynamodb.SequenceNumber).toBe('11');
  });

  test('of another table stay', async () => {
    const other = await setup();
    await other.put('1');
    await other.put('2');
    const { tableName, put, consume } = await setup();
    const seen = recorder();
    const stream = await consume(seen);
    await put('1');
    await put('2');
    await until(() => kept(tableName).length === 1);
    await stream.close();
    expect(kept(other.tableName)).toEqual([1, 2]);
  });
});
