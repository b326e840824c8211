import type { IncomingMessage } from 'node:http';

import { AwsError } from './service.ts';

const LIMIT_BYTES = 64 * 1024 * 1024;

/** The whole body of a request. Throws `RequestEntityTooLarge` (413) beyond 64 MB; the rest is read and dropped. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LIMIT_BYTES) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('error', reject);
    request.on('end', () => {
      const [only] = chunks;
      if (size > LIMIT_BYTES) {
        reject(new AwsError('RequestEntityTooLarge', 'The body is larger than 64 MB.', { status: 413 }));
      } else resolve(only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, size));
    });
  });
}
