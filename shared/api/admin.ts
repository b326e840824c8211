import * as z from 'zod';
import { routes } from './route.ts';

const CacheView = z.lazy(() =>
  z
    .object({
      size: z.number().int().meta({ description: 'Documents.' }),
      totalSizeBytes: z.number().int().meta({ description: 'Of the compressed documents.' }),
      maxSize: z.number().int(),
      maxSizeBytes: z.number().int(),
      ttl: z
        .number()
        .int()
        .meta({ description: 'Seconds in which a document is used without asking its server.' }),
      entries: z.array(
        z.object({
          url: z.string().meta({ description: 'Without its query.' }),
          age: z.number().int().meta({ description: 'Milliseconds since its server last vouched for it.' }),
          size: z.number().int(),
          compressed: z.boolean(),
        }),
      ),
    })
    .meta({ id: 'OpenApiCache' }),
);

/** What administrators of the deployment see and do. */
export const adminRoutes = routes({
  getOpenApiCache: {
    method: 'get',
    path: '/admin/openapi-cache',
    summary: 'The fetched OpenAPI documents that the deployment keeps.',
    auth: 'user',
    scope: 'admin:read',
    rate: 'default',
    audit: null,
    params: null,
    query: null,
    body: null,
    success: { status: 200, as: 'envelope', schema: CacheView, message: null },
    errors: [],
  },
  clearOpenApiCache: {
    method: 'delete',
    path: '/admin/openapi-cache',
    summary: 'Forget the fetched OpenAPI documents; each is fetched again when it is next needed.',
    auth: 'user',
    scope: 'admin:write',
    rate: 'default',
    audit: 'openapi_cache.cleared',
    params: null,
    query: null,
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ cleared: z.number().int() })),
      message: 'OpenAPI cache cleared successfully',
    },
    errors: [],
  },
});
