import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { AwsReply } from './service.ts';

/** Writes one answer; an object body becomes JSON in the flavour that the request was sent in. */
export async function writeReply(options: {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly reply: AwsReply;
  readonly requestId: string;
}): Promise<void> {
  const { request, response, reply, requestId } = options;
  response.statusCode = reply.status ?? 200;
  response.setHeader('x-amzn-requestid', requestId);
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  const { body } = reply;
  if (body instanceof Readable) return pipeline(body, response);
  if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) {
    response.end(body);
    return;
  }
  if (!response.hasHeader('content-type')) response.setHeader('content-type', jsonType(request));
  response.end(JSON.stringify(body));
}

function jsonType(request: IncomingMessage): string {
  const sent = request.headers['content-type'];
  return sent?.startsWith('application/x-amz-json-') === true ? sent : 'application/json';
}
