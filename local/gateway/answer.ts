import * as z from 'zod';
import type { InvocationResult } from '../lambda/invocation.ts';

/** What goes back to the client. */
export interface GatewayAnswer {
  readonly status: number;
  /** A list becomes one header line per item. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

const HeaderValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const Structured = z.looseObject({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), HeaderValue).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(HeaderValue)).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** An answer of the gateway itself: `{"message": …}`. */
export function gatewayMessage(status: number, message: string): GatewayAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ message })),
  };
}

/**
 * Reads a function's answer in format 2.0: with a `statusCode` it is taken member by member, without one it is the body
 * of a 200. A failed function, or an answer that is neither, is 500 `Internal Server Error`.
 */
export function toAnswer(result: InvocationResult): GatewayAnswer {
  if (result.functionError !== undefined) return gatewayMessage(500, 'Internal Server Error');
  const value: unknown = JSON.parse(result.payload);
  if (typeof value !== 'object' || value === null || !('statusCode' in value)) {
    const body = Buffer.from(typeof value === 'string' ? value : result.payload);
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const parsed = Structured.safeParse(value);
  if (!parsed.success) return gatewayMessage(500, 'Internal Server Error');
  const { statusCode, cookies, body, isBase64Encoded } = parsed.data;
  const headers: Record<string, string | readonly string[]> = {};
  for (const [name, text] of Object.entries(parsed.data.headers ?? {})) headers[name.toLowerCase()] = text;
  for (const [name, texts] of Object.entries(parsed.data.multiValueHeaders ?? {}))
    headers[name.toLowerCase()] = texts;
  if (cookies && cookies.length > 0) headers['set-cookie'] = cookies;
  if (body && !('content-type' in headers)) headers['content-type'] = 'text/plain; charset=utf-8';
  return {
    status: statusCode,
    headers,
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}
