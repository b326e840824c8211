import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Content } from '../../api/content.ts';
import { AppError, ERROR_CATALOGUE } from '../../domain/errors.ts';
import type { Exchange } from './exchange.ts';

/** Headers of every answer. The policy forbids everything: an API answer is never a page (pages bring their own). */
const SECURITY_HEADERS = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Stage 7: shapes the output by the route's schema (members it does not name are dropped) and wraps it. */
export function respond({
  exchange,
  output,
  now,
}: {
  exchange: Exchange;
  output: unknown;
  now: string;
}): APIGatewayProxyStructuredResultV2 {
  const { success } = exchange.route;
  const data = success.schema.parse(output);
  const headers = { ...SECURITY_HEADERS, ...exchangeHeaders(exchange) };
  if (success.as === 'content') {
    const content = Content.parse(data);
    return {
      statusCode: success.status,
      headers: {
        ...headers,
        'content-type': content.contentType,
        ...(content.cacheControl === undefined ? {} : { 'cache-control': content.cacheControl }),
        ...(content.contentSecurityPolicy === undefined
          ? {}
          : { 'content-security-policy': content.contentSecurityPolicy }),
      },
      body: content.body,
    };
  }
  const body =
    success.as === 'body'
      ? data
      : {
          success: true,
          data,
          ...(success.message === null ? {} : { message: [success.message, ...exchange.said].join('. ') }),
          timestamp: now,
        };
  // A bare body may report a failure in the reference's own shape (an unhealthy service): then it is no success.
  const failed = success.as === 'body' && isFailure(data);
  return json({
    status: failed ? ERROR_CATALOGUE.SERVICE_UNAVAILABLE.status : success.status,
    headers,
    body,
  });
}

function isFailure(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'success' in data && data.success === false;
}

/** The envelope of a refusal. Anything that is not an AppError is answered as INTERNAL_ERROR, without its text. */
export function refuse({
  error,
  exchange,
  requestId,
  now,
}: {
  error: unknown;
  exchange: Exchange | undefined;
  requestId: string;
  now: string;
}): APIGatewayProxyStructuredResultV2 {
  const refusal = error instanceof AppError ? error : new AppError('INTERNAL_ERROR');
  return json({
    status: refusal.status,
    headers: {
      ...SECURITY_HEADERS,
      'x-request-id': requestId,
      ...(exchange === undefined ? {} : exchangeHeaders(exchange)),
      ...(refusal.retryAfter === undefined ? {} : { 'retry-after': String(refusal.retryAfter) }),
      ...(refusal.code === 'UNAUTHORIZED' ? { 'www-authenticate': 'Bearer' } : {}),
    },
    body: {
      success: false,
      error: refusal.message,
      code: refusal.code,
      ...(refusal.details === undefined ? {} : { details: refusal.details }),
      ...(refusal.retryAfter === undefined ? {} : { retryAfter: refusal.retryAfter }),
      ...(refusal.data === undefined ? {} : { data: refusal.data }),
      requestId,
      timestamp: now,
    },
  });
}

function exchangeHeaders({ facts, rate }: Exchange): Record<string, string> {
  return {
    'x-request-id': facts.requestId,
    ...(rate === undefined
      ? {}
      : {
          'x-ratelimit-limit': String(rate.limit),
          'x-ratelimit-remaining': String(rate.remaining),
          'x-ratelimit-reset': String(rate.resetAt),
        }),
  };
}

function json({ status, headers, body }: { status: number; headers: Record<string, string>; body: unknown }) {
  return {
    statusCode: status,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  };
}
