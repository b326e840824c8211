import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { createDocumentInspector } from '../../../shared/aws/document-inspector.ts';

const REQUEST = { tenantId: 'ws_1', url: 'https://pets.example.com/openapi.json', specHash: 'sha256:00' };
const FOUND = { ok: true, changed: true, endpoints: 3, newEndpoints: 1, removedEndpoints: 0 };
const REFUSED = { ok: false, code: 'INVALID_DOCUMENT', message: 'Not one.', problems: [] };

function setup(answer: unknown, over: object = {}) {
  const lambda = mockClient(LambdaClient);
  const Payload = Buffer.from(JSON.stringify(answer));
  lambda.on(InvokeCommand).callsFake(async () => ({ StatusCode: 200, Payload, ...over }));
  const client = new LambdaClient({ region: 'us-east-1' });
  return { lambda, inspector: createDocumentInspector({ functionName: 'ingest', client }) };
}

test.each([FOUND, REFUSED])('asks the function to look, and waits for what it says', async (answer) => {
  const { lambda, inspector } = setup(answer);
  expect(await inspector.inspect(REQUEST)).toEqual(answer);
  const { input } = lambda.commandCalls(InvokeCommand)[0]?.args[0] ?? {};
  expect(input).toMatchObject({ FunctionName: 'ingest', InvocationType: 'RequestResponse' });
  expect(input?.Payload).toEqual(Buffer.from(JSON.stringify({ inspect: REQUEST })));
});

test('is unavailable when the function failed, and does not pass its trace on', async () => {
  const { inspector } = setup({ errorMessage: 'heap' }, { FunctionError: 'Unhandled' });
  const refused = inspector.inspect(REQUEST);
  await expect(refused).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await expect(refused).rejects.not.toThrow(/heap/);
});
