import { Pool } from 'undici';
import * as z from 'zod';

import { engineHeaders } from './engine.ts';

const Image = z.record(z.string(), z.unknown());
const EngineRecord = z.object({
  eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
  eventVersion: z.string().default('1.1'),
  userIdentity: z.unknown().optional(),
  dynamodb: z.object({
    ApproximateCreationDateTime: z.number(),
    Keys: Image,
    NewImage: Image.optional(),
    OldImage: Image.optional(),
    SequenceNumber: z.string(),
    SizeBytes: z.number().optional(),
    StreamViewType: z.string(),
  }),
});
/** A record as the engine gives it; attribute values are DynamoDB JSON, binaries base64. */
export type EngineRecord = z.infer<typeof EngineRecord>;

const Shard = z.object({ ShardId: z.string(), ParentShardId: z.string().optional() });
const Description = z.object({
  StreamDescription: z.object({ Shards: z.array(Shard), LastEvaluatedShardId: z.string().optional() }),
});
const Iterator = z.object({ ShardIterator: z.string() });
const Records = z.object({ Records: z.array(EngineRecord), NextShardIterator: z.string().nullish() });
const Table = z.object({ Table: z.object({ LatestStreamArn: z.string().optional() }) });
const Failure = z.object({ __type: z.string(), message: z.string().optional() });

/** An error of the engine; `code` as in the DynamoDB Streams API Reference. */
export class StreamError extends Error {
  override readonly name = 'StreamError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The four calls of the DynamoDB Streams API that a consumer needs, by the engine's own address. */
export function createStreamApi(endpoint: string) {
  const pool = new Pool(endpoint, { connections: 4, keepAliveTimeout: 60_000 });

  const call = async <Output>(target: string, input: object, schema: z.ZodType<Output>): Promise<Output> => {
    const answer = await pool.request({
      method: 'POST',
      path: '/',
      headers: engineHeaders(target),
      body: JSON.stringify(input),
    });
    const body = await answer.body.json();
    if (answer.statusCode === 200) return schema.parse(body);
    const { __type: type, message } = Failure.parse(body);
    throw new StreamError(type.slice(type.indexOf('#') + 1), message ?? type);
  };

  return {
    /** The engine's ARN of the table's stream; undefined where it has none. */
    async findStream(tableName: string): Promise<string | undefined> {
      const { Table: table } = await call('DynamoDB_20120810.DescribeTable', { TableName: tableName }, Table);
      return table.LatestStreamArn;
    },
    async listShards(arn: string): Promise<readonly z.infer<typeof Shard>[]> {
      const shards: z.infer<typeof Shard>[] = [];
      for (let after: string | undefined; ;) {
        const input = { StreamArn: arn, ...(after !== undefined && { ExclusiveStartShardId: after }) };
        const page = await call('DynamoDBStreams_20120810.DescribeStream', input, Description);
        shards.push(...page.StreamDescription.Shards);
        after = page.StreamDescription.LastEvaluatedShardId;
        if (after === undefined) return shards;
      }
    },
    /** An iterator behind a record, or at the oldest one kept. */
    async openShard(shard: { arn: string; shardId: string; after?: string | undefined }): Promise<string> {
      const start =
        shard.after === undefined
          ? { ShardIteratorType: 'TRIM_HORIZON' }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: shard.after };
      const input = { StreamArn: shard.arn, ShardId: shard.shardId, ...start };
      return (await call('DynamoDBStreams_20120810.GetShardIterator', input, Iterator)).ShardIterator;
    },
    /** `next` is absent at the end of a closed shard. */
    async read(
      iterator: string,
      limit: number,
    ): Promise<{ records: readonly EngineRecord[]; next?: string }> {
      const input = { ShardIterator: iterator, Limit: limit };
      const page = await call('DynamoDBStreams_20120810.GetRecords', input, Records);
      return {
        records: page.Records,
        ...(typeof page.NextShardIterator === 'string' && { next: page.NextShardIterator }),
      };
    },
    close: () => pool.destroy(),
  };
}

export type StreamApi = ReturnType<typeof createStreamApi>;
