import { Readable } from 'node:stream';

import { request } from 'undici';

import { AwsError } from '../../local/aws/service.ts';
import type { AwsCall, AwsReply, LocalService } from '../../local/aws/service.ts';
import { startEndpoint } from '../support/start-endpoint.ts';
import type { TestEndpoint } from '../support/start-endpoint.ts';

/** A service that answers as a test says. */
function createSpeaker(signingName: string, handle: (call: AwsCall) => AwsReply): LocalService {
  return {
    signingName,
    operation: ({ headers }) => String(headers['x-amz-target']).split('.')[1] ?? 'Get',
    permissions: ({ operation }) =>
      operation === 'SignUp' ? [] : [{ action: `x:${operation}`, resource: 'arn:x' }],
    handle: async (call) => handle(call),
    close: async () => {},
  };
}

const signed = (service: string, accessKeyId = 'root') => ({
  authorization:
    `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20250101/us-east-1/${service}/aws4_request, ` +
    'SignedHeaders=host, Signature=00',
});

describe('the endpoint', () => {
  let endpoint: TestEndpoint;
  let handle: (call: AwsCall) => AwsReply;
  beforeAll(async () => {
    endpoint = await startEndpoint([
      createSpeaker('dynamodb', (call) => handle(call)),
      createSpeaker('cognito-idp', (call) => handle(call)),
    ]);
  });
  afterAll(() => endpoint.close());
  beforeEach(() => {
    handle = ({ input }) => ({ body: input });
  });

  const post = async (
    headers: Record<string, string>,
    body: string | Buffer | Readable = '{}',
    path = '/',
  ) => {
    const response = await request(`${endpoint.url}${path}`, { method: 'POST', headers, body });
    return { status: response.statusCode, headers: response.headers, text: await response.body.text() };
  };

  test('an object is answered in the flavour of JSON that it was asked in, with a request id', async () => {
    const type = 'application/x-amz-json-1.0';
    const got = await post(
      { ...signed('dynamodb'), 'x-amz-target': 'D.GetItem', 'content-type': type },
      '{"a":"ü"}',
    );
    expect(got).toMatchObject({ status: 200, text: '{"a":"ü"}' });
    expect(got.headers).toMatchObject({
      'content-type': type,
      'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(endpoint.calls.at(-1)).toEqual({ service: 'dynamodb', operation: 'GetItem', principal: 'root' });
  });

  test('a body passes through untouched, both ways', async () => {
    const bytes = Buffer.from([0, 255, 10, 13]);
    handle = ({ http }) => ({
      status: 201,
      headers: { 'x-amz-crc32': '7', 'content-type': 'a/b' },
      body: http.body,
    });
    const raw = await request(endpoint.url, { method: 'POST', headers: signed('dynamodb'), body: bytes });
    expect(Buffer.from(await raw.body.arrayBuffer())).toEqual(bytes);
    expect(raw).toMatchObject({ statusCode: 201, headers: { 'x-amz-crc32': '7', 'content-type': 'a/b' } });

    handle = () => ({ body: Readable.from(['in ', 'pieces']) });
    expect(await post(signed('dynamodb'))).toMatchObject({ status: 200, text: 'in pieces' });
  });

  test('an error has its code, its message and its members where clients read them', async () => {
    handle = () => {
      throw new AwsError('TransactionCanceledException', 'No.', {
        members: { CancellationReasons: [{ Code: 'None' }] },
      });
    };
    const got = await post(signed('dynamodb'));
    expect(got.status).toBe(400);
    expect(got.headers['x-amzn-errortype']).toBe('TransactionCanceledException');
    expect(JSON.parse(got.text)).toEqual({
      __type: 'TransactionCanceledException',
      message: 'No.',
      CancellationReasons: [{ Code: 'None' }],
    });
  });

  test('a fault of the laptop cloud is logged, and told without its details', async () => {
    handle = () => {
      throw new TypeError('a detail');
    };
    const got = await post(signed('dynamodb'));
    expect(got.status).toBe(500);
    expect(got.text).toContain('InternalFailure');
    expect(got.text).not.toContain('a detail');
    expect(endpoint.logged.at(-1)).toContain('dynamodb failed: TypeError: a detail');
  });

  test.each(['{', '[]', 'null', '"text"'])('the body %s is no input', async (body) => {
    expect(await post(signed('dynamodb'), body)).toMatchObject({
      status: 400,
      text: expect.stringContaining('SerializationException'),
    });
  });

  test('a body over 64 MB is refused, announced or not', async () => {
    const piece = Buffer.alloc(1024 * 1024);
    const pieces = Readable.from(
      (function* many() {
        for (let n = 0; n < 65; n += 1) yield piece;
      })(),
    );
    const unannounced = await post(signed('dynamodb'), pieces);
    const announced = await post(signed('dynamodb'), Buffer.alloc(65 * 1024 * 1024));
    for (const got of [unannounced, announced]) {
      expect(got).toMatchObject({ status: 413, text: expect.stringContaining('RequestEntityTooLarge') });
    }
  });

  test('who is not known, or may not, is refused before anything happens', async () => {
    handle = () => {
      throw new Error('not to be reached');
    };
    const counted = endpoint.calls.length;
    const stranger = await post(signed('dynamodb', 'AKIASTRANGER'));
    const nobody = await post({ ...signed('dynamodb', 'Nobody'), 'x-amz-target': 'D.GetItem' });
    const unsigned = await post({ 'x-amz-target': 'DynamoDB_20120810.GetItem' });
    const unspoken = await post(signed('polly'));

    expect(stranger).toMatchObject({
      status: 403,
      text: expect.stringContaining('UnrecognizedClientException'),
    });
    expect(nobody.text).toContain('is not authorized to perform: x:GetItem on resource: arn:x');
    expect(unsigned).toMatchObject({
      status: 403,
      text: expect.stringContaining('MissingAuthenticationTokenException'),
    });
    expect(unspoken).toMatchObject({ status: 501, text: expect.stringContaining('NotImplemented') });
    expect(endpoint.logged.at(-1)).toBe('laptop cloud: The laptop cloud has no service polly.');
    expect(endpoint.calls).toHaveLength(counted);
  });

  test("without a signature Cognito's public operations and keys are served, and nothing else of it", async () => {
    const target = 'AWSCognitoIdentityProviderService';
    expect(await post({ 'x-amz-target': `${target}.SignUp` }, '{"a":1}')).toMatchObject({
      status: 200,
      text: '{"a":1}',
    });
    expect(endpoint.calls.at(-1)).toEqual({
      service: 'cognito-idp',
      operation: 'SignUp',
      principal: 'anonymous',
    });
    const admin = await post({ 'x-amz-target': `${target}.AdminGetUser` });
    const keys = await post({}, '{}', '/pool/.well-known/jwks.json');
    expect(admin.text).toContain('MissingAuthenticationTokenException');
    expect(keys.text).toContain('MissingAuthenticationTokenException');
  });
});
