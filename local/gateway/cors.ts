import * as z from 'zod';
import type { GatewayAnswer } from './answer.ts';
import type { GatewayRequest } from './request-event.ts';

const Texts = z.array(z.string()).optional();

/** `CorsConfiguration` of AWS::ApiGatewayV2::Api. */
export const CorsConfiguration = z.strictObject({
  AllowOrigins: Texts,
  AllowMethods: Texts,
  AllowHeaders: Texts,
  ExposeHeaders: Texts,
  MaxAge: z.coerce.number().optional(),
  AllowCredentials: z.union([z.boolean(), z.string().transform((text) => text === 'true')]).optional(),
});
export type CorsConfiguration = z.infer<typeof CorsConfiguration>;

/** Whether a request asks for permission before a cross-origin request. */
export function isPreflight(request: GatewayRequest): boolean {
  const { headers, method } = request;
  return method === 'OPTIONS' && 'origin' in headers && 'access-control-request-method' in headers;
}

/** The gateway's own answer to a preflight request that no route takes. */
export const PREFLIGHT_ANSWER: GatewayAnswer = { status: 204, headers: {}, body: Buffer.alloc(0) };

/** Adds the configured headers to an answer; those that the function set itself are dropped, as on AWS. */
export function withCors(
  cors: CorsConfiguration,
  request: GatewayRequest,
  answer: GatewayAnswer,
): GatewayAnswer {
  const others = Object.entries(answer.headers).filter(([name]) => !name.startsWith('access-control-'));
  const own = corsHeaders(cors, request);
  const permission = own && isPreflight(request) ? preflightHeaders(cors) : {};
  return { ...answer, headers: { ...Object.fromEntries(others), ...own, ...permission } };
}

function preflightHeaders(cors: CorsConfiguration): Readonly<Record<string, string>> {
  return {
    'access-control-allow-methods': (cors.AllowMethods ?? []).join(','),
    'access-control-allow-headers': (cors.AllowHeaders ?? []).join(','),
    ...(cors.MaxAge !== undefined && { 'access-control-max-age': String(cors.MaxAge) }),
  };
}

function corsHeaders(
  cors: CorsConfiguration,
  request: GatewayRequest,
): Readonly<Record<string, string>> | undefined {
  const origin = request.headers['origin']?.[0];
  if (origin === undefined) return undefined;
  const allowed = (cors.AllowOrigins ?? []).some((pattern) => matchesOrigin(pattern, origin));
  if (!allowed) return undefined;
  const wildcard = cors.AllowOrigins?.includes('*') === true && cors.AllowCredentials !== true;
  return {
    'access-control-allow-origin': wildcard ? '*' : origin,
    ...(cors.AllowCredentials === true && { 'access-control-allow-credentials': 'true' }),
    ...(cors.ExposeHeaders && { 'access-control-expose-headers': cors.ExposeHeaders.join(',') }),
    ...(!wildcard && { vary: 'Origin' }),
  };
}

/** `*`, an origin, or a scheme followed by a star (`https://*`). */
function matchesOrigin(pattern: string, origin: string): boolean {
  if (pattern === '*' || pattern === origin) return true;
  return pattern.endsWith('://*') && origin.startsWith(pattern.slice(0, -1));
}
