import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { HttpRequest } from './exchange.ts';

/**
 * Stage 0: a browser's preflight. API Gateway adds the CORS headers of the environment to the answer, but with a
 * `$default` route the request itself comes here (AWS: "Configuring CORS for HTTP APIs").
 */
export function answerPreflight({ event }: HttpRequest): APIGatewayProxyStructuredResultV2 | undefined {
  const isPreflight =
    event.requestContext.http.method === 'OPTIONS' &&
    event.headers['access-control-request-method'] !== undefined;
  return isPreflight ? { statusCode: 204, headers: { 'cache-control': 'no-store' } } : undefined;
}
