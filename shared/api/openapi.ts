import * as z from 'zod';
import { JsonAnswer } from '../domain/json.ts';
import { Timestamp } from '../domain/timestamp.ts';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { ERROR_CATALOGUE, type ErrorCode } from '../domain/errors.ts';
import { errorsOf } from './errors-of.ts';
import type { Route } from './route.ts';
import { allRoutes, API_BASE_PATH } from './routes.ts';

/** The envelope of a refusal. */
const Refusal = z
  .object({
    success: z.literal(false),
    error: z.string().meta({ description: 'A sentence a person can act on.' }),
    code: z.string(),
    details: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    retryAfter: z.int().min(0).optional().meta({ description: 'Seconds.' }),
    data: JsonAnswer.optional().meta({ description: 'What is needed to go on, where the route says so.' }),
    requestId: z.string(),
    timestamp: Timestamp,
  })
  .meta({ id: 'Refusal' });

/** Headers of every answer; `X-RateLimit-*` are missing only where the caller was refused before they were counted. */
const HEADERS = {
  'X-Request-Id': { description: 'Names this request in the logs.', schema: { type: 'string' } },
  'X-RateLimit-Limit': { description: 'Requests in a window.', schema: { type: 'integer' } },
  'X-RateLimit-Remaining': { description: 'Requests left in this window.', schema: { type: 'integer' } },
  'X-RateLimit-Reset': { description: 'When the window ends, epoch seconds.', schema: { type: 'integer' } },
} as const;

const headers = Object.fromEntries(
  Object.keys(HEADERS).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
);

/** This API as an OpenAPI 3.1 document, derived from the route table and nothing else. */
export function openApiDocument({ version }: { version: string }) {
  const paths: ZodOpenApiPathsObject = {};
  for (const { id, functionName, route } of allRoutes()) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation({ id, tag: functionName, route }) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'APIQ',
      version,
      description:
        'Plain English in, real API calls out. Every answer wears one envelope: `{success, data, message?, timestamp}` or `{success: false, error, code, details?, requestId, timestamp}`.',
    },
    servers: [{ url: API_BASE_PATH, description: '`/api` is served as the current version, too.' }],
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Refusal },
      headers: HEADERS,
    },
    paths,
  });
}

function operation({ id, tag, route }: { id: string; tag: string; route: Route }): ZodOpenApiOperationObject {
  return {
    operationId: id,
    summary: route.summary,
    tags: [tag],
    security: route.auth === 'user' ? [{ bearer: [] }] : [],
    requestParams: {
      ...(route.params === null ? {} : { path: objectOf(route.params) }),
      ...(route.query === null ? {} : { query: objectOf(route.query) }),
    },
    ...(route.body === null
      ? {}
      : { requestBody: { content: { 'application/json': { schema: route.body } } } }),
    responses: { [route.success.status]: successResponse(route), ...errorResponses(route) },
  };
}

/** The object behind a lazy schema: parameters are listed one by one. */
function objectOf(schema: z.ZodType): z.ZodObject {
  const inner = schema instanceof z.ZodLazy ? schema.unwrap() : schema;
  if (inner instanceof z.ZodObject) return inner;
  throw new Error('The parameters of a route are an object of schemas.');
}

function successResponse({ success }: Route) {
  if (success.as === 'content') {
    return {
      description: 'A page or a file.',
      headers,
      content: { 'text/html': { schema: z.string() }, 'application/json': { schema: JsonAnswer } },
    };
  }
  const schema =
    success.as === 'body'
      ? success.schema
      : z.object({
          success: z.literal(true),
          data: success.schema,
          ...(success.message === null ? {} : { message: messageOf(success.message, success.says) }),
          timestamp: Timestamp,
        });
  return {
    description: success.message ?? 'OK',
    headers,
    content: { 'application/json': { schema } },
  };
}

function messageOf(message: string, says: true | undefined): z.ZodType {
  return says === true ? z.string().regex(new RegExp(`^${message}`)) : z.literal(message);
}

function errorResponses(route: Route) {
  const byStatus = Map.groupBy(errorsOf(route), (code) => ERROR_CATALOGUE[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [status, { ...errorResponse(codes, route), headers }]),
  );
}

function errorResponse(codes: readonly ErrorCode[], { success }: Route) {
  const refusal = {
    allOf: [
      { $ref: '#/components/schemas/Refusal' },
      { type: 'object' as const, properties: { code: { enum: [...codes] } } },
    ],
  };
  // A bare body tells of its own failure in its own shape (health).
  const schema = success.as === 'body' && codes.includes('SERVICE_UNAVAILABLE') ? {} : refusal;
  return {
    description: codes.map((name) => `\`${name}\`: ${ERROR_CATALOGUE[name].message}`).join(' '),
    content: { 'application/json': { schema } },
  };
}
