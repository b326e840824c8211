import { request } from 'undici';
import { AppError } from '../domain/errors.ts';

/** A plan is a few kilobytes; what is larger is no plan. */
const MAX_ANSWER_BYTES = 512 * 1024;

/**
 * `fetch` as the SDK takes it, over undici's request: no redirects, and at most 512 KiB of answer. Only for the
 * deployment's own model address; addresses from users go through egress.
 */
export const boundedFetch: typeof globalThis.fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  const body = init?.body;
  if (body !== undefined && body !== null && typeof body !== 'string')
    throw new TypeError('Only text can be sent.');
  const response = await request(url, {
    method: init?.method === 'GET' ? 'GET' : 'POST',
    headers: Object.fromEntries(new Headers(init?.headers)),
    ...(typeof body === 'string' ? { body } : {}),
    signal: init?.signal ?? null,
  });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) {
      response.body.destroy();
      throw new AppError('AI_SERVICE_ERROR', 'The language model answered far too much.');
    }
    chunks.push(chunk);
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers))
    if (typeof value === 'string') headers.set(name, value);
  return new Response(Buffer.concat(chunks), { status: response.statusCode, headers });
};
