import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import middy from '@middy/core';
import * as z from 'zod';

/**
 * What every function is measured against: the smallest handler that a careful engineer would deploy on the same
 * libraries. It parses, reads one item and logs.
 */
const logger = new Logger({ serviceName: 'reference' });
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const Input = z.object({ id: z.string() });

export const handler = middy().handler(async (event: unknown) => {
  const { id } = Input.parse(event);
  const { Item } = await documents.send(
    new GetCommand({ TableName: process.env['TABLE_NAME'], Key: { pk: id, sk: id } }),
  );
  logger.info('read', { found: Item !== undefined });
  return { statusCode: 200, body: JSON.stringify(Item ?? null) };
});
