// A function of the fixture: notes in the table what reached it, by the source.
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient();

const note = (pk) =>
  dynamodb.send(new PutItemCommand({ TableName: process.env.TABLE_NAME, Item: { pk: { S: pk } } }));

export async function handler(event) {
  if (!event.Records) return note(`event#${event.detail.id}`);
  const batchItemFailures = [];
  for (const record of event.Records) {
    if (record.eventSource === 'aws:dynamodb') await note(`stream#${record.dynamodb.Keys.pk.S}`);
    else {
      const { id } = JSON.parse(record.body);
      if (id === 'poison') batchItemFailures.push({ itemIdentifier: record.messageId });
      else await note(`queue#${id}`);
    }
  }
  return { batchItemFailures };
}
