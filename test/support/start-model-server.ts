import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createOpenAiClient } from '../../shared/model/openai-client.ts';
import { Secret } from '../../shared/domain/secret.ts';

/** What the server was asked: the body of one Chat Completions request. */
interface ModelRequest {
  readonly authorization: string;
  readonly body: {
    readonly temperature?: number;
    readonly seed?: number;
    readonly messages: { role: string; content: string }[];
    readonly tools: { function: { name: string; strict: boolean; parameters: unknown } }[];
  };
}

export type ModelReply = (request: ModelRequest, response: ServerResponse) => void;

export const MODEL_KEY = 'sk-canary-0123456789abcdef';

/** Starts a server that speaks the Chat Completions wire format; replies are used in turn, the last one for ever. */
export async function startModelServer(...replies: readonly ModelReply[]) {
  const requests: ModelRequest[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const asked = { authorization: request.headers.authorization ?? '', body: JSON.parse(body) };
      requests.push(asked);
      replies[Math.min(requests.length, replies.length) - 1]?.(asked, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    requests,
    client: createOpenAiClient({
      apiKey: new Secret(MODEL_KEY),
      baseUrl: `http://127.0.0.1:${port}/v1`,
      model: 'test-model',
    }),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** Answers with one call of the function that was offered; `args` may be any text. */
export function calls(args: unknown): ModelReply {
  return ({ body }, response) => {
    const text = typeof args === 'string' ? args : JSON.stringify(args);
    const call = {
      id: 'call_1',
      type: 'function',
      function: { name: body.tools[0]?.function.name, arguments: text },
    };
    send(response, 200, {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: 'test-model',
      choices: [
        {
          index: 0,
          finish_reason: 'tool_calls',
          message: { role: 'assistant', content: null, tool_calls: [call] },
        },
      ],
      usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
    });
  };
}

/** Answers with text and no call. */
export function says(content: string): ModelReply {
  return (_, response) =>
    send(response, 200, {
      id: 'x',
      object: 'chat.completion',
      created: 1,
      model: 'm',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
    });
}

/** Answers with an error as the API words it. */
export function fails(status: number, message = 'No.'): ModelReply {
  return (_, response) =>
    send(response, status, { error: { message, type: 'error', param: null, code: null } });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
