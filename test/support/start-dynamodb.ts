import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createDynamoDb } from '../../local/aws/dynamodb.ts';
import type { DynamoDb } from '../../local/aws/dynamodb.ts';

export interface TestDynamoDb {
  readonly dynamodb: DynamoDb;
  readonly dbPath: string;
  readonly logged: string[];
  /** Stops the engine; `remove` deletes its directory too. */
  stop(remove?: boolean): Promise<void>;
}

/** A real engine on a file of its own, or on the file of an earlier one. */
export async function startDynamoDb(
  dbPath = join(mkdtempSync(join(tmpdir(), 'apiq-dynamodb-')), 'db'),
): Promise<TestDynamoDb> {
  const logged: string[] = [];
  const dynamodb = await createDynamoDb({ dbPath, log: (line) => logged.push(line) });
  return {
    dynamodb,
    dbPath,
    logged,
    stop: async (remove = true) => {
      await dynamodb.close();
      if (remove) rmSync(join(dbPath, '..'), { recursive: true, force: true });
    },
  };
}

/** The properties of the product's table: single-table keys, one index, a stream, expiry. */
export const TABLE_PROPERTIES = {
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'gsi1pk', AttributeType: 'S' },
    { AttributeName: 'gsi1sk', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'GSI1',
      KeySchema: [
        { AttributeName: 'gsi1pk', KeyType: 'HASH' },
        { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
  TimeToLiveSpecification: { AttributeName: 'expiresAtEpoch', Enabled: true },
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
};
