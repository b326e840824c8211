import { isUtf8 } from 'node:buffer';
import { ACCOUNT, REGION } from '../aws/service.ts';
import { decode, type Route, type RouteMatch } from './routes.ts';

/** A request as it reaches the HTTP API. */
export interface GatewayRequest {
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  /** Without the question mark. */
  readonly rawQuery: string;
  /** Lower-cased names; every line of a repeated header on its own. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: Buffer;
  readonly sourceIp: string;
  /** E.g. `HTTP/1.1`. */
  readonly protocol: string;
}

/** Bodies of these types travel as text, all others in base64. */
const TEXT_TYPE = /^(?:text\/|application\/(?:json|javascript|xml)\b)/u;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The event of a Lambda proxy integration, payload format 2.0 (API Gateway Developer Guide, "Create AWS Lambda proxy
 * integrations for HTTP APIs"). `rawPath` is decoded, as HTTP APIs do; `rawQueryString` is not.
 */
export function toEvent(options: {
  readonly request: GatewayRequest;
  readonly match: RouteMatch<Route>;
  readonly apiId: string;
  readonly stage: string;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly now: number;
}): object {
  const { request, match, apiId, stage, requestId, now } = options;
  const path = decode(request.path);
  const { cookie: cookieLines = [], ...others } = request.headers;
  const cookies = cookieLines.flatMap((line) => line.split(/;\s*/u)).filter((cookie) => cookie !== '');
  const headers = Object.fromEntries(Object.entries(others).map(([name, lines]) => [name, lines.join(',')]));
  const query = joinQuery(request.rawQuery);
  const { pathParameters, route } = match;
  const domainName = headers['host'] ?? `${apiId}.execute-api.${REGION}.amazonaws.com`;
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath: path,
    rawQueryString: request.rawQuery,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(request.rawQuery !== '' && { queryStringParameters: query }),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    requestContext: {
      accountId: ACCOUNT,
      apiId,
      domainName,
      domainPrefix: domainName.split('.')[0],
      http: {
        method: request.method,
        path,
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: route.routeKey,
      stage,
      time: commonLogTime(new Date(now)),
      timeEpoch: now,
    },
    ...bodyMembers(request.body, headers['content-type']),
  };
}

function bodyMembers(body: Buffer, contentType = 'text/plain'): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = TEXT_TYPE.test(contentType.trim().toLowerCase()) && isUtf8(body);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

/** Decoded values, those of a repeated name joined by commas. */
function joinQuery(rawQuery: string): Readonly<Record<string, string>> {
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    const before = joined[name];
    joined[name] = before === undefined ? value : `${before},${value}`;
  }
  return joined;
}

/** `12/Mar/2020:19:03:58 +0000` */
function commonLogTime(date: Date): string {
  const [day = '', time = ''] = date.toISOString().split('T');
  const [year, month, dayOfMonth] = day.split('-');
  return `${dayOfMonth}/${MONTHS[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}
