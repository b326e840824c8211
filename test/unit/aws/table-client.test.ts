import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { createTableClient } from '../../../shared/aws/table-client.ts';

function setup() {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));
  const engine = mockClient(client);
  const waits: number[] = [];
  const table = createTableClient({
    client,
    tableName: 'T',
    sleep: async (milliseconds) => void waits.push(milliseconds),
    random: () => 0.5,
  });
  return { engine, table, waits };
}

const key = (id: number | string) => ({ pk: 'A', sk: String(id) });
const named = (name: string, more: object = {}) => Object.assign(new Error(name), { name, ...more });
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) =>
      Code === 'None' ? {} : { Code, Item: { n: { N: '7' }, s: { S: 'x' } } },
    ),
  });

describe('a conflict with a transaction under way', () => {
  it('is tried again, waiting longer each time', async () => {
    const { engine, table, waits } = setup();
    engine
      .on(TransactWriteCommand)
      .rejectsOnce(cancelled('None', 'TransactionConflict'))
      .rejectsOnce(cancelled('TransactionConflict', 'ThrottlingError'))
      .rejectsOnce(cancelled('None', 'TransactionConflict'))
      .resolves({});
    await table.transact([{ put: key(1) }, { put: key(2) }]);
    expect(waits).toEqual([15, 30, 60]);
  });

  it('is tried again for a single update too', async () => {
    const { engine, table, waits } = setup();
    engine.on(UpdateCommand).rejectsOnce(named('TransactionConflictException')).resolves({});
    expect(await table.update({ key: key(1), update: 'SET a = :a' })).toEqual({ written: true, item: {} });
    expect(waits).toHaveLength(1);
  });

  it('ends after six tries with an answer that may be tried again later', async () => {
    const { engine, table, waits } = setup();
    engine.on(TransactWriteCommand).rejects(cancelled('TransactionConflict'));
    await expect(table.transact([{ put: key(1) }, { put: key(2) }])).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
    expect(engine.commandCalls(TransactWriteCommand)).toHaveLength(6);
    expect(Math.max(...waits)).toBeLessThanOrEqual(400);
  });

  it('does not hide a condition that failed beside it', async () => {
    const { engine, table } = setup();
    engine.on(TransactWriteCommand).rejects(cancelled('TransactionConflict', 'ConditionalCheckFailed'));
    const refused = table.transact([{ put: key(1) }, { put: key(2), refused: () => new Error('second') }]);
    await expect(refused).rejects.toThrow('second');
    expect(engine.commandCalls(TransactWriteCommand)).toHaveLength(1);
  });
});

describe('a transaction', () => {
  it('says which write was refused, with what is there', async () => {
    const { engine, table } = setup();
    engine.on(TransactWriteCommand).rejects(cancelled('None', 'ConditionalCheckFailed'));
    const refused = table.transact([
      { put: key(1), refused: () => new Error('first') },
      { put: key(2), refused: (present) => new Error(`second ${JSON.stringify(present)}`) },
    ]);
    await expect(refused).rejects.toThrow('second {"n":7,"s":"x"}');
  });

  it.each([
    ['no condition failed', cancelled('ValidationError')],
    ['the write that failed has no meaning', cancelled('ConditionalCheckFailed')],
    ['it was something else', named('ValidationException')],
  ])('throws the error itself where %s', async (_, error) => {
    const { engine, table } = setup();
    engine.on(TransactWriteCommand).rejects(error);
    await expect(table.transact([{ put: key(1) }, { put: key(2) }])).rejects.toBe(error);
  });
});

describe('a transaction of one write', () => {
  it('is a plain put where nothing is asked of it', async () => {
    const { engine, table } = setup();
    await table.transact([{ put: { ...key(1), n: 1 } }]);
    expect(engine.calls().map((call) => call.args[0].constructor.name)).toEqual(['PutCommand']);
  });

  it('stays a transaction where it has a condition', async () => {
    const { engine, table } = setup();
    await table.transact([{ put: key(1), condition: 'attribute_not_exists(pk)' }]);
    expect(engine.commandCalls(TransactWriteCommand)).toHaveLength(1);
  });
});

describe('an outage', () => {
  it.each([
    named('ProvisionedThroughputExceededException'),
    named('ThrottlingException'),
    named('TimeoutError'),
    named('Error', { code: 'ECONNREFUSED' }),
    named('Whatever', { $fault: 'server' }),
  ])('(%s) may be tried again', async (error) => {
    const { engine, table } = setup();
    engine.on(GetCommand).rejects(error);
    await expect(table.get(key(1))).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', cause: error });
  });
});

describe('a query', () => {
  it('reads page after page, and no more than was asked for', async () => {
    const { engine, table } = setup();
    engine
      .on(QueryCommand)
      .resolvesOnce({ Items: [{ a: 1 }, { a: 2 }], LastEvaluatedKey: key(2) })
      .resolvesOnce({ Items: [{ a: 3 }], LastEvaluatedKey: key(3) });
    expect(await table.query({ partition: 'A', limit: 3 })).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
    const inputs = engine.commandCalls(QueryCommand).map((call) => call.args[0].input);
    expect(inputs).toMatchObject([{ Limit: 3 }, { Limit: 1, ExclusiveStartKey: key(2) }]);
  });
});

describe('batches', () => {
  it('ask again for what was left, in hundreds', async () => {
    const { engine, table } = setup();
    engine
      .on(BatchGetCommand)
      .resolvesOnce({ Responses: { T: [{ a: 1 }] }, UnprocessedKeys: { T: { Keys: [key(5)] } } })
      .resolves({ Responses: { T: [{ a: 2 }] } });
    const found = await table.getMany(Array.from({ length: 150 }, (_, at) => key(at)));
    expect(found).toHaveLength(3);
    const asked = engine
      .commandCalls(BatchGetCommand)
      .map((call) => call.args[0].input.RequestItems?.['T']?.Keys?.length);
    expect(asked).toEqual([100, 1, 50]);
  });

  it('give up on keys that the table keeps leaving', async () => {
    const { engine, table } = setup();
    engine.on(BatchGetCommand).resolves({ UnprocessedKeys: { T: { Keys: [key(1)] } } });
    await expect(table.getMany([key(1)])).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });

  it('answer the items that were never taken', async () => {
    const { engine, table } = setup();
    engine.on(BatchWriteCommand).callsFake(({ RequestItems }) => ({
      UnprocessedItems: {
        T: RequestItems.T.filter(
          (write: { PutRequest: { Item: { sk: string } } }) => write.PutRequest.Item.sk === '3',
        ),
      },
    }));
    const items = Array.from({ length: 30 }, (_, at) => ({ ...key(at), n: at }));
    expect(await table.putMany(items)).toEqual([items[3]]);
    await expect(table.deleteMany([])).resolves.toBeUndefined();
  });
});
