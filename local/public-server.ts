import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { errorCode } from './error-code.ts';
import { gatewayMessage, type GatewayAnswer } from './gateway/answer.ts';
import type { GatewayRequest } from './gateway/request-event.ts';
import { REQUEST_LIMIT } from './gateway.ts';

export type PublicHandler = (request: GatewayRequest) => Promise<GatewayAnswer>;

/** The port that people and programs call. */
export interface PublicServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Until this is called every request is answered 503. */
  serve(handler: PublicHandler): void;
  /** Ends requests under way. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const KEEP_ALIVE_MS = 75_000;

const STARTING: PublicHandler = () => Promise.resolve(gatewayMessage(503, 'The laptop cloud is starting.'));

/** Listens at once, so that the address is known. Port 0 takes a free one. Throws a sentence where the port is taken. */
export async function openPublicServer(options: {
  readonly port: number;
  readonly log: (message: string) => void;
}): Promise<PublicServer> {
  const { port, log } = options;
  let handler = STARTING;
  const server = createServer((request, response) => {
    answer(request, response, handler).catch((error: unknown) => {
      log(
        `public port: a request failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      if (response.headersSent) response.destroy();
      else write(response, gatewayMessage(500, 'Internal Server Error'));
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, port)));
    server.listen(port, HOST, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The public server has no port.');
  return {
    url: `http://${HOST}:${address.port}`,
    serve: (given) => {
      handler = given;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function explain(error: Error, port: number): Error {
  if (errorCode(error) === 'EADDRINUSE')
    return new Error(
      `Port ${port} is in use. Stop what listens there, or choose another with --port N (0 takes a free one).`,
    );
  if (errorCode(error) === 'EACCES')
    return new Error(`Port ${port} may not be opened by this user. Choose another with --port N.`);
  return error;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handler: PublicHandler,
): Promise<void> {
  const body = await readLimited(request);
  if (!body) return write(response, gatewayMessage(413, 'Request Too Long'));
  const [path = '/', ...query] = (request.url ?? '/').split('?');
  write(
    response,
    await handler({
      method: request.method ?? 'GET',
      path,
      rawQuery: query.join('?'),
      headers: headerLines(request),
      body,
      sourceIp: request.socket.remoteAddress ?? '',
      protocol: `HTTP/${request.httpVersion}`,
    }),
  );
}

/** Undefined where the body is larger than the gateway takes; it is read to its end all the same, so that the answer arrives. */
function readLimited(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= REQUEST_LIMIT) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('end', () => resolve(size <= REQUEST_LIMIT ? Buffer.concat(chunks) : undefined));
    request.on('error', reject);
  });
}

function headerLines(request: IncomingMessage): Record<string, readonly string[]> {
  const lines: Record<string, readonly string[]> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) if (values) lines[name] = values;
  return lines;
}

function write(response: ServerResponse, { status, headers, body }: GatewayAnswer): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (status !== 204 && status !== 304) response.setHeader('content-length', body.length);
  response.end(status === 204 || status === 304 ? undefined : body);
}
