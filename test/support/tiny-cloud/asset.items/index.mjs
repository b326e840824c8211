// A function of the fixture: keeps items, and tells a queue and a bus of each new one.
import { DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const { TABLE_NAME, QUEUE_URL, BUS_NAME } = process.env;
const dynamodb = new DynamoDBClient();
const sqs = new SQSClient();
const events = new EventBridgeClient();

const answer = (statusCode, body) => ({
  statusCode,
  headers: { 'Content-Type': 'application/json' },
  cookies: ['a=1', 'b=2'],
  body: JSON.stringify(body),
});

async function create(id) {
  await dynamodb.send(new PutItemCommand({ TableName: TABLE_NAME, Item: { pk: { S: `item#${id}` } } }));
  await sqs.send(new SendMessageCommand({ QueueUrl: QUEUE_URL, MessageBody: JSON.stringify({ id }) }));
  const Entries = [
    { EventBusName: BUS_NAME, Source: 'tiny', DetailType: 'item.created', Detail: JSON.stringify({ id }) },
  ];
  await events.send(new PutEventsCommand({ Entries }));
  return answer(201, { id });
}

async function read(pk) {
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: TABLE_NAME, Key: { pk: { S: pk } }, ConsistentRead: true }),
  );
  return Item ? answer(200, { pk }) : answer(404, { message: 'no such item' });
}

export async function handler(event) {
  switch (event.routeKey) {
    case 'POST /api/v1/items':
      return create(JSON.parse(event.body).id);
    case 'GET /api/v1/items/{id}':
      return read(event.pathParameters.id);
    case 'GET /api/v1/scan':
      return dynamodb.send(new ScanCommand({ TableName: TABLE_NAME })).then(
        () => answer(200, {}),
        (error) => answer(200, { name: error.name, message: error.message }),
      );
    case 'GET /api/v1/slow':
      console.error(JSON.stringify({ level: 'WARN', message: 'this takes long' }));
      return new Promise((resolve) => setTimeout(resolve, 60_000));
    case 'GET /api/v1/environment':
      return answer(200, process.env);
    default:
      return answer(404, { event });
  }
}
