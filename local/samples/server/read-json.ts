import type { IncomingMessage } from 'node:http';
import { RestError } from './rest-error.ts';

const LIMIT_BYTES = 1024 * 1024;

/** The JSON body of a request. Throws a RestError: 413, 415 or 400. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json' && !type.endsWith('+json')) {
    request.resume();
    throw new RestError({
      status: 415,
      code: 'unsupported_media_type',
      message: 'Send application/json.',
    });
  }
  const chunks: Buffer[] = [];
  let size = 0;
  // A request without an encoding set gives Buffers.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // What is too much is still read, so that the client gets its answer.
    if (size <= LIMIT_BYTES) chunks.push(chunk);
  }
  if (size > LIMIT_BYTES) {
    throw new RestError({ status: 413, code: 'too_large', message: 'The body is larger than 1 MB.' });
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new RestError({ status: 400, code: 'malformed_json', message: 'The body is not JSON.' });
  }
}
