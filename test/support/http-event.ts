import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';

/** An event of API Gateway's payload format 2.0 for a route of the HTTP API. */
export function httpEvent({
  route,
  path = route.split(' ')[1] ?? '/',
  params,
  query,
  headers = {},
  body,
}: {
  /** As API Gateway names it: `POST /api/v1/chat`. */
  route: string;
  path?: string;
  params?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: unknown;
}): APIGatewayProxyEventV2 {
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  return {
    version: '2.0',
    routeKey: route,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers,
    ...(params === undefined ? {} : { pathParameters: params }),
    ...(query === undefined ? {} : { queryStringParameters: query }),
    ...(text === undefined ? {} : { body: text }),
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: {
        method: route.split(' ')[0] ?? 'GET',
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '198.51.100.7',
        userAgent: 'test',
      },
      requestId: 'request-1',
      routeKey: route,
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 0,
    },
  };
}

/** The part of Lambda's context that the pipeline reads. */
export function lambdaContext(remainingMs = 30_000): Context {
  // Handlers read nothing else of it.
  return { getRemainingTimeInMillis: () => remainingMs, awsRequestId: 'request-1' } as unknown as Context;
}
