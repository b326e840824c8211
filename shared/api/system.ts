import * as z from 'zod';
import { Timestamp } from '../domain/timestamp.ts';
import { JsonAnswer } from '../domain/json.ts';
import { Content } from './content.ts';
import { routes } from './route.ts';

const HEALTH = ['healthy', 'degraded', 'unhealthy'] as const;
const check = z.lazy(() => z.object({ status: z.enum(HEALTH) }));

const page = { status: 200, as: 'content', schema: Content, message: null } as const;

/** Health and the published document. */
export const systemRoutes = routes({
  getHealth: {
    method: 'get',
    path: '/health',
    summary: 'The state of the service and of what it depends on; states only.',
    auth: 'public',
    scope: null,
    rate: 'poll',
    audit: null,
    params: null,
    query: null,
    body: null,
    success: {
      status: 200,
      as: 'body',
      schema: z.lazy(() =>
        z.object({
          success: z.boolean(),
          status: z.enum(HEALTH),
          timestamp: Timestamp,
          responseTime: z.string().meta({ example: '12ms' }),
          checks: z.object({ database: check, openai: check, encryption: check }),
        }),
      ),
      message: null,
    },
    errors: ['SERVICE_UNAVAILABLE'],
  },
  getOpenApiDocument: {
    method: 'get',
    path: '/openapi',
    summary: 'This API as an OpenAPI 3.1 document.',
    auth: 'public',
    scope: null,
    rate: 'poll',
    audit: null,
    params: null,
    query: null,
    body: null,
    success: {
      status: 200,
      as: 'body',
      // The document is JSON of our own making; the schema only says that it is one.
      schema: JsonAnswer,
      message: null,
    },
    errors: [],
  },
  getDocs: {
    method: 'get',
    path: '/docs',
    summary: 'Swagger UI for browsers; a list of the routes for `Accept: application/json`.',
    auth: 'public',
    scope: null,
    rate: 'poll',
    audit: null,
    params: null,
    query: null,
    body: null,
    success: page,
    errors: [],
  },
  getDocsAsset: {
    method: 'get',
    path: '/docs/assets/{file}',
    summary: 'A script or style sheet of Swagger UI.',
    auth: 'public',
    scope: null,
    rate: 'poll',
    audit: null,
    params: z.lazy(() => z.object({ file: z.string().max(100) })),
    query: null,
    body: null,
    success: page,
    errors: ['RESOURCE_NOT_FOUND'],
  },
});
