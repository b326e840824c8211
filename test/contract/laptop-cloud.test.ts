import { CreateTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { eventually, tinyLaptop, type TinyLaptop } from '../support/tiny-laptop.ts';

let tiny: TinyLaptop;

beforeAll(async () => {
  tiny = await tinyLaptop({ allowUpstreams: ['127.0.0.1:9999'] });
});

afterAll(() => tiny.stop());

const hasItem = async (pk: string) => {
  const { status } = await tiny.call('GET', `/api/v1/items/${encodeURIComponent(pk)}`);
  return status === 200;
};
const functionNamed = (name: string) => {
  const found = tiny.cloud.functions.find(({ definition }) => definition.name === name);
  if (!found) throw new Error(`There is no function ${name}.`);
  return found;
};
/** As the role of a function. */
const as = (name: string) => ({
  endpoint: tiny.cloud.aws.endpoint,
  region: tiny.cloud.aws.region,
  credentials: { accessKeyId: functionNamed(name).accessKeyId, secretAccessKey: 'x' },
});

describe('the fixture template, booted', () => {
  test('a request goes through front door, gateway, function, table, queue, bus and stream', async () => {
    const created = await tiny.call('POST', '/api/items', { body: { id: 'one' } });
    expect(created.status).toBe(201);
    expect(created.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(await hasItem('item#one')).toBe(true);
    for (const pk of ['queue#one', 'event#one', 'stream#item#one']) {
      await eventually(() => hasItem(pk), Boolean);
    }
    const { json } = await tiny.call('GET', '/_local/events');
    expect(json).toEqual([expect.objectContaining({ source: 'tiny', detail: { id: 'one' } })]);
  });

  test('a call that the role does not allow is refused as AWS refuses it', async () => {
    const { json } = await tiny.call('GET', '/api/v1/scan');
    expect(json).toEqual({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        'assumed-role/tiny-app-ItemsRole/tiny-items is not authorized to perform: dynamodb:Scan',
      ),
    });
  });

  test('a route whose function API Gateway may not invoke answers 500, and the log names it', async () => {
    const { status, json } = await tiny.call('GET', '/api/v1/forbidden');
    expect([status, json]).toEqual([500, { message: 'Internal Server Error' }]);
    expect(tiny.warnings.join('\n')).toMatch(/may not invoke .*tiny-worker for GET \/api\/v1\/forbidden/u);
  });

  test('a function sees its own environment and nothing of this process', async () => {
    process.env['OF_THIS_PROCESS'] = 'secret';
    const { json } = await tiny.call('GET', '/api/v1/environment');
    expect(json).toMatchObject({
      TABLE_NAME: 'tiny-data-Table',
      QUEUE_URL: `${tiny.cloud.aws.endpoint}/000000000000/tiny-app-Queue`,
      BUS_NAME: 'tiny',
      EGRESS_ALLOW: '127.0.0.1:9999',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'tiny-items',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      _HANDLER: 'index.handler',
    });
    for (const name of ['OF_THIS_PROCESS', 'HOME', 'NODE_OPTIONS']) expect(json).not.toHaveProperty(name);
  });

  test('an integration that takes too long is 503 from the gateway', async () => {
    const { status, json } = await tiny.call('GET', '/api/v1/slow');
    expect([status, json]).toEqual([503, { message: 'Service Unavailable' }]);
    await eventually(
      () => tiny.warnings.join('\n'),
      (text) => text.includes('[tiny-items] WARN this takes long'),
    );
  });

  test('what a consumer reports as failed comes back and ends in the dead-letter queue; the rest is gone', async () => {
    const sqs = new SQSClient(tiny.cloud.aws);
    const url = (name: string) => `${tiny.cloud.aws.endpoint}/000000000000/tiny-app-${name}`;
    const count = async (name: string) => {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: url(name), AttributeNames: ['All'] }),
      );
      return Number(Attributes?.['ApproximateNumberOfMessages']);
    };
    for (const id of ['poison', 'good']) {
      await sqs.send(new SendMessageCommand({ QueueUrl: url('Queue'), MessageBody: JSON.stringify({ id }) }));
    }
    await eventually(() => hasItem('queue#good'), Boolean);
    expect(
      await eventually(
        () => count('DeadLetters'),
        (found) => found > 0,
      ),
    ).toBe(1);
  });

  test('SDK clients of this machine reach the services past every policy, functions only within theirs', async () => {
    const key = { TableName: 'tiny-data-Table', Key: { pk: { S: 'none' } } };
    await expect(new DynamoDBClient(tiny.cloud.aws).send(new GetItemCommand(key))).resolves.toBeDefined();
    await expect(new DynamoDBClient(as('tiny-items')).send(new GetItemCommand(key))).resolves.toBeDefined();
    await expect(new DynamoDBClient(as('tiny-worker')).send(new GetItemCommand(key))).rejects.toThrow(
      'dynamodb:GetItem',
    );
    const nobody = { ...tiny.cloud.aws, credentials: { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' } };
    await expect(new DynamoDBClient(nobody).send(new GetItemCommand(key))).rejects.toThrow(
      expect.objectContaining({ name: 'UnrecognizedClientException' }),
    );
  });

  test('an operation that no service speaks is refused and named in the log', async () => {
    const create = new CreateTableCommand({
      TableName: 'T',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    await expect(new DynamoDBClient(tiny.cloud.aws).send(create)).rejects.toThrow('CreateTable');
    expect(tiny.warnings.join('\n')).toContain('dynamodb:CreateTable');
  });

  test('usage counts calls by service, operation and function, and starts anew', async () => {
    await tiny.call('DELETE', '/_local/usage');
    await tiny.call('POST', '/api/items', { body: { id: 'counted' } });
    const { json } = await tiny.call('GET', '/_local/usage');
    expect(json).toMatchObject({
      byFunction: { 'tiny-items': { 'dynamodb:PutItem': 1, 'sqs:SendMessage': 1, 'events:PutEvents': 1 } },
      calls: { events: { PutEvents: 1 } },
      transitions: { STANDARD: 0, EXPRESS: 0 },
      since: expect.stringMatching(/^\d{4}-/u),
    });
    const { json: anew } = await tiny.call('DELETE', '/_local/usage');
    expect(anew).toMatchObject({ calls: {}, byFunction: {} });
  });

  test('the Lambda API invokes by name and by ARN', async () => {
    const lambda = new LambdaClient(tiny.cloud.aws);
    for (const FunctionName of ['tiny-items', functionNamed('tiny-items').definition.arn]) {
      const { Payload, StatusCode } = await lambda.send(
        new InvokeCommand({ FunctionName, Payload: JSON.stringify({ routeKey: 'GET /nowhere' }) }),
      );
      expect(StatusCode).toBe(200);
      expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toMatchObject({ statusCode: 404 });
    }
  });

  test('a killed worker fails its invocation only', async () => {
    const lambda = new LambdaClient(tiny.cloud.aws);
    const slow = lambda.send(
      new InvokeCommand({
        FunctionName: 'tiny-items',
        Payload: JSON.stringify({ routeKey: 'GET /api/v1/slow' }),
      }),
    );
    let ended = false;
    void slow.finally(() => (ended = true));
    await eventually(
      () => tiny.call('POST', '/_local/functions/items/kill'),
      () => ended,
    );
    const { FunctionError, Payload } = await slow;
    expect(FunctionError).toBe('Unhandled');
    expect(Buffer.from(Payload ?? []).toString()).toContain('Runtime.ExitError');
    expect((await tiny.call('POST', '/api/items', { body: { id: 'after' } })).status).toBe(201);
  });
});

describe('questions to the laptop cloud', () => {
  test.each<[string, Record<string, string>]>([
    ['a foreign host name (DNS rebinding)', { host: 'evil.example' }],
    ['a page of another site', { origin: 'https://evil.example' }],
  ])('%s is refused', async (_name, headers) => {
    const { status } = await tiny.call('GET', '/_local/mail', { headers });
    expect(status).toBe(403);
  });

  test('unknown questions and functions are 404', async () => {
    expect((await tiny.call('GET', '/_local/moon')).status).toBe(404);
    expect((await tiny.call('POST', '/_local/functions/moon/kill')).status).toBe(404);
  });
});
