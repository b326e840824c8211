import * as z from 'zod';
import { AuthPlacement } from '../domain/connection.ts';
import { PRESET_CATEGORIES } from '../domain/preset-category.ts';
import { pageQuery, Pagination } from './pagination.ts';
import { routes } from './route.ts';

const category = z.lazy(() => z.enum(PRESET_CATEGORIES));
const text = z.lazy(() => z.string().nullable());

const PresetView = z.lazy(() =>
  z
    .object({
      id: z.string(),
      name: z.string(),
      category,
      description: z.string(),
      docsUrl: z.string(),
      documentUrl: text.meta({ description: 'Null where the endpoints are written down here.' }),
      baseUrl: text.meta({
        description: 'Null where the document names it; {name} is filled in from variables.',
      }),
      variables: z.array(
        z.object({ name: z.string(), description: z.string(), example: z.string(), default: text }),
      ),
      authType: z.enum(['none', 'api_key', 'bearer', 'basic']),
      placement: AuthPlacement.meta({ description: 'Where the credential goes.' }),
      credentialUrl: text.meta({ description: 'Where a person gets a credential.' }),
      credentialHint: text,
      oauth2: z
        .object({ authorizationUrl: z.string(), tokenUrl: z.string(), scopes: z.array(z.string()) })
        .nullable(),
    })
    .meta({ id: 'Preset' }),
);

/** APIs that connect by name. */
export const presetRoutes = routes({
  listPresets: {
    method: 'get',
    path: '/presets',
    summary: 'APIs that connect by name: POST /connections takes their id as preset.',
    auth: 'user',
    scope: 'connections:read',
    rate: 'default',
    audit: null,
    params: null,
    query: z.lazy(() =>
      z.object({ category: category.optional(), search: z.string().max(200).optional(), ...pageQuery }),
    ),
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() =>
        z.object({
          presets: z.array(PresetView),
          categories: z.array(z.object({ name: category, count: z.int().min(0) })),
          pagination: Pagination,
        }),
      ),
      message: null,
    },
    errors: [],
  },
});
