import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDynamoDb } from '../../local/aws/dynamodb.ts';
import { consumeStream } from '../../local/aws/dynamodb-streams.ts';
import { openState } from '../../local/aws/open-state.ts';
import { TABLE_PROPERTIES } from '../support/start-dynamodb.ts';
import { figure, type Figure } from './figure.ts';

const RECORDS = 20_000;
const WINDOW = 4_000;
const WRITERS = 8;

/** Whether the laptop's table writes as fast after 20,000 stream records as it did at the start. */
export async function benchStreams(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'apiq-streams-'));
  const dbPath = join(folder, 'dynamodb.sqlite');
  const dynamodb = await createDynamoDb({ dbPath, log: () => {} });
  const state = openState(join(folder, 'state.sqlite'));
  await dynamodb.ensureTable({ name: 'bench', properties: TABLE_PROPERTIES });
  let delivered = 0;
  const subscription = await consumeStream({
    endpoint: dynamodb.endpoint,
    tableName: 'bench',
    state,
    dbPath,
    consumers: [
      {
        id: 'bench',
        batchSize: 100,
        invoke: async (records) => {
          delivered += records.length;
        },
      },
    ],
  });
  const documents = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: dynamodb.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    }),
  );
  const marks: number[] = [];
  let next = 0;
  const write = async (): Promise<void> => {
    while (next < RECORDS) {
      const n = next;
      next += 1;
      if (n % WINDOW === 0) marks.push(performance.now());
      await documents.send(
        new PutCommand({
          TableName: 'bench',
          Item: { pk: `P#${n % 50}`, sk: String(n), text: 'x'.repeat(200) },
        }),
      );
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  marks.push(performance.now());
  const rates = marks.slice(1).map((mark, index) => WINDOW / ((mark - (marks[index] ?? mark)) / 1000));
  const deadline = Date.now() + 30_000;
  while (delivered < RECORDS && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await subscription.close();
  documents.destroy();
  await dynamodb.close();
  state.close();
  await rm(folder, { recursive: true, force: true });
  const [first = Number.NaN] = rates;
  const last = rates.at(-1) ?? Number.NaN;
  return [
    figure({
      id: 'streams.firstRate',
      value: first,
      unit: 'writes/s',
      how: `the first ${WINDOW} of ${RECORDS} writes, ${WRITERS} writers, one consumer`,
    }),
    figure({
      id: 'streams.flatness',
      value: last / first,
      unit: 'ratio',
      bar: '>= 0.7',
      how: `rate of the last ${WINDOW} of ${RECORDS} writes (${Math.round(last)}/s) / that of the first`,
    }),
    figure({
      id: 'streams.delivered',
      value: delivered,
      unit: 'records',
      bar: `>= ${RECORDS}`,
      how: 'records that reached the consumer',
    }),
  ];
}
