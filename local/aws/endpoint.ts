import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

import { createDispatch, signingNameOf } from './dispatch.ts';
import type { Authorize, CallNotice } from './dispatch.ts';
import { readBody } from './read-body.ts';
import { toXmlError } from './s3-xml.ts';
import type { AwsReply, LocalService } from './service.ts';
import { AwsError } from './service.ts';
import { writeReply } from './write-reply.ts';

export type { Authorize, CallNotice } from './dispatch.ts';

export interface Endpoint {
  /** `http://127.0.0.1:PORT`, for `AWS_ENDPOINT_URL`. */
  readonly url: string;
  readonly server: Server;
  /** Stops listening and drops open connections; the services stay open. */
  close(): Promise<void>;
}

/** Longer than the SDK keeps an idle connection, so that the server never closes one that is about to be used. */
const KEEP_ALIVE_MS = 120_000;

/**
 * The one HTTP port of the laptop cloud: finds the service in the credential scope, checks what IAM must allow, and
 * writes the answer or the error in the service's own protocol.
 */
export async function createEndpoint(options: {
  readonly services: readonly LocalService[];
  readonly authorize: Authorize;
  readonly onCall?: (notice: CallNotice) => void;
  /** Told of what the laptop cloud does not speak, and of its own faults. */
  readonly log?: (message: string) => void;
  /** Any free port by default. */
  readonly port?: number;
  readonly host?: string;
}): Promise<Endpoint> {
  const { services, authorize, onCall, port = 0, host = '127.0.0.1' } = options;
  const log = options.log ?? ((message: string) => process.stderr.write(`${message}\n`));
  const dispatch = createDispatch({ services, authorize, onCall });

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', headers } = request;
    const { path, query } = splitTarget(request.url ?? '/');
    const requestId = randomUUID();
    const signingName = signingNameOf({ headers, query, path });
    const service = services.find((one) => one.signingName === signingName);
    let reply: AwsReply;
    let added: AwsReply['headers'];
    try {
      const body = await readBody(request);
      added = service?.answerHeaders?.({ method, path, query, headers, body });
      reply = await dispatch({ method, path, query, headers, body }, signingName);
    } catch (error) {
      // The client has gone in the middle of its request: there is nobody to tell.
      if (!request.complete) return;
      const refusal = toAwsError(error, { service: signingName ?? 'an unknown service', log });
      reply = signingName === 's3' ? toXmlError(refusal, { path, requestId }) : toJsonError(refusal);
    }
    const withAdded = added === undefined ? reply : { ...reply, headers: { ...added, ...reply.headers } };
    await writeReply({ request, response, reply: withAdded, requestId });
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (!request.destroyed) log(`laptop cloud: an answer could not be written: ${String(error)}`);
      response.destroy();
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return listen({ server, port, host });
}

async function listen({
  server,
  port,
  host,
}: {
  server: Server;
  port: number;
  host: string;
}): Promise<Endpoint> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The endpoint has no port.');
  return {
    url: `http://${host}:${address.port}`,
    server,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

function splitTarget(target: string): { path: string; query: URLSearchParams } {
  const mark = target.indexOf('?');
  if (mark < 0) return { path: target, query: new URLSearchParams() };
  return { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) };
}

function toAwsError(error: unknown, about: { service: string; log: (message: string) => void }): AwsError {
  if (!(error instanceof AwsError)) {
    const reason = error instanceof Error ? error.stack : String(error);
    about.log(`laptop cloud: ${about.service} failed: ${reason}`);
    return new AwsError('InternalFailure', 'The laptop cloud failed; its log says why.', { status: 500 });
  }
  if (error.code === 'NotImplemented') about.log(`laptop cloud: ${error.message}`);
  return error;
}

function toJsonError(error: AwsError): AwsReply {
  return {
    status: error.status,
    headers: { 'x-amzn-errortype': error.code },
    body: { __type: error.code, message: error.message, ...error.members },
  };
}
