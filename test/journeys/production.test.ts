import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { call } from '../support/api-client.ts';
import { bootLaptop } from '../support/boot-laptop.ts';
import { newPerson } from '../support/people.ts';

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Lamps', version: '1' },
  servers: [{ url: 'https://lamps.example.com' }],
  paths: {
    '/lamps': {
      get: { operationId: 'listLamps', summary: 'List the lamps', responses: { 200: { description: 'OK' } } },
    },
  },
};

/** A server that speaks Chat Completions and plans one step with the first operation that it is offered. */
function modelServer(): Promise<{
  server: Server;
  url: string;
  requests: { authorization: string | undefined }[];
}> {
  const requests: { authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      requests.push({ authorization: request.headers.authorization });
      const { model, tools } = JSON.parse(text);
      const schema = JSON.stringify(tools[0].function.parameters);
      const operation = /"enum":\["([^"]+)"/.exec(schema)?.[1];
      const plan = { steps: [{ id: 'list_lamps', operation, arguments: [] }], questions: [] };
      const toolCall = {
        id: 'call_1',
        type: 'function',
        function: { name: tools[0].function.name, arguments: JSON.stringify(plan) },
      };
      const message = { role: 'assistant', content: null, tool_calls: [toolCall] };
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          id: '1',
          object: 'chat.completion',
          created: 0,
          model,
          choices: [{ index: 0, finish_reason: 'tool_calls', message }],
          usage: { prompt_tokens: 900, completion_tokens: 40, total_tokens: 940 },
        }),
      );
    });
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      // A TCP server that listens has a port.
      const { port } = server.address() as AddressInfo;
      resolve({ server, url: `http://127.0.0.1:${port}/v1`, requests });
    }),
  );
}

/** Windows are fixed to the clock; waits for the next one where the present one is about to end. */
async function earlyInWindow(seconds: number): Promise<void> {
  const left = seconds * 1000 - (Date.now() % (seconds * 1000));
  if (left < 20_000) await sleep(left + 100);
}

describe('with the limits of production, and a language model', () => {
  let laptop: Awaited<ReturnType<typeof bootLaptop>>;
  let model: Awaited<ReturnType<typeof modelServer>>;
  beforeAll(async () => {
    model = await modelServer();
    const env = {
      OPENAI_API_KEY: 'sk-test-model-key',
      OPENAI_BASE_URL: model.url,
      OPENAI_MODEL: 'test-model',
    };
    laptop = await bootLaptop({ flags: ['--environment', 'production', '--no-demo'], env });
  }, 120_000);
  afterAll(async () => {
    await laptop.close();
    model.server.close();
  });

  test('the model plans; when it is gone the rules do, and say so; chat has ten requests a minute, signing in five in 15 minutes', async () => {
    const { url } = laptop;
    await earlyInWindow(60);
    await earlyInWindow(900);
    const { token, email, password } = await newPerson('Edsger', url);
    const connected = await call(
      'POST',
      '/connections',
      { token, body: { name: 'Lamps', document: { content: DOCUMENT } } },
      url,
    );
    expect(connected.body.data.ingestionStatus).toBe('SUCCEEDED');
    const ask = (message = 'list the lamps') => call('POST', '/chat', { token, body: { message } }, url);

    const planned = await ask();
    expect(planned.body.data).toMatchObject({
      planner: 'model',
      workflow: { steps: [{ method: 'GET', endpoint: '/lamps', effect: 'read' }] },
    });
    expect(model.requests).toEqual([{ authorization: 'Bearer sk-test-model-key' }]);
    expect(planned.text).not.toContain('sk-test-model-key');

    // The same again is not asked of the model again, and both are in the account of the workspace.
    expect((await ask()).body.data.planner).toBe('model');
    expect(model.requests).toHaveLength(1);
    const { models } = (await call('GET', '/usage', { token }, url)).body.data;
    expect(models).toMatchObject([
      { model: 'test-model', calls: 1, remembered: 1, inputTokens: 900, outputTokens: 40, costUsd: null },
    ]);

    model.server.closeAllConnections();
    await new Promise((resolve) => model.server.close(resolve));
    const fallen = await ask('show all lamps');
    expect(fallen.body.data).toMatchObject({
      planner: 'rules',
      fallbackReason: expect.any(String),
      workflow: { steps: [{ endpoint: '/lamps' }] },
    });

    const answers = await Promise.all(Array.from({ length: 10 }, () => ask()));
    expect(answers.filter(({ status }) => status === 200).length).toBe(7);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused).toMatchObject({
      body: { code: 'RATE_LIMIT_EXCEEDED', retryAfter: expect.any(Number) },
      headers: { 'x-ratelimit-limit': '10', 'x-ratelimit-remaining': '0', 'retry-after': expect.any(String) },
    });

    // Registration, verification and sign-in were three of the five.
    const statuses: number[] = [];
    for (let n = 0; n < 3; n += 1)
      statuses.push((await call('POST', '/auth/login', { body: { email, password } }, url)).status);
    expect(statuses).toEqual([200, 200, 429]);
  });
});
