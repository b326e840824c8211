import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { createIngester } from '../../../shared/aws/ingester.ts';
import type { DeferredIngestion, IngestionResult } from '../../../shared/ports.ts';

const REQUEST = { tenantId: 'ws_1', source: { url: 'https://pets.example.com/openapi.json' } };
const RESULT: IngestionResult = {
  ok: true,
  specHash: 'sha256:00',
  title: 'Pets',
  servers: ['https://pets.example.com'],
  securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-API-Key' } },
  endpointCount: 3,
  problems: [],
  problemCount: 0,
  validators: { etag: '"1"' },
};
const LATER: DeferredIngestion = { ok: 'later', source: { url: REQUEST.source.url } };
const FAILURE: IngestionResult = { ok: false, code: 'INVALID_DOCUMENT', message: 'Not one.', problems: [] };

function setup(answer: unknown = RESULT, over: object = {}) {
  const lambda = mockClient(LambdaClient);
  const Payload = Buffer.from(JSON.stringify(answer));
  lambda.on(InvokeCommand).callsFake(async () => ({ StatusCode: 200, Payload, ...over }));
  const client = new LambdaClient({ region: 'us-east-1' });
  return { lambda, ingester: createIngester({ functionName: 'ingest', client }) };
}

describe('the ingester', () => {
  it.each([RESULT, FAILURE, LATER])('invokes the function and waits for what it says', async (result) => {
    const { lambda, ingester } = setup(result);
    expect(await ingester.ingest(REQUEST)).toEqual(result);
    const input = lambda.commandCalls(InvokeCommand)[0]?.args[0].input;
    expect(input).toMatchObject({ FunctionName: 'ingest', InvocationType: 'RequestResponse' });
    expect(input?.Payload).toEqual(Buffer.from(JSON.stringify(REQUEST)));
  });

  it('is unavailable when the function failed, and does not pass its trace on', async () => {
    const { ingester } = setup(
      { errorMessage: 'heap', trace: ['at secret'] },
      { FunctionError: 'Unhandled' },
    );
    const refused = ingester.ingest(REQUEST);
    await expect(refused).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    await expect(refused).rejects.not.toThrow(/heap|secret/);
  });

  it('refuses an inline document over 6 MB without sending it', async () => {
    const { lambda, ingester } = setup();
    const source = { content: 'x'.repeat(6 * 1024 * 1024) };
    await expect(ingester.ingest({ tenantId: 'ws_1', source })).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
    });
    expect(lambda.calls()).toHaveLength(0);
  });

  it.each([
    ['RequestTooLargeException', 'PAYLOAD_TOO_LARGE'],
    ['TooManyRequestsException', 'SERVICE_UNAVAILABLE'],
    ['TimeoutError', 'SERVICE_UNAVAILABLE'],
  ])('takes %s for %s', async (name, code) => {
    const { lambda, ingester } = setup();
    lambda.on(InvokeCommand).rejects(Object.assign(new Error(name), { name }));
    await expect(ingester.ingest(REQUEST)).rejects.toMatchObject({ code });
  });

  it('does not take an answer of another shape for a result', async () => {
    const { ingester } = setup({ ok: true, title: 'Pets' });
    await expect(ingester.ingest(REQUEST)).rejects.toThrow('specHash');
  });
});
