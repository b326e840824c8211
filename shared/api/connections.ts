import * as z from 'zod';
import { Timestamp } from '../domain/timestamp.ts';
import { HTTP_METHODS, PARAMETER_PLACES } from '../domain/catalogue.ts';
import {
  AUTH_TYPES,
  CONNECTION_STATUSES,
  CredentialSecret,
  INGESTION_STATUSES,
  Problem,
} from '../domain/connection.ts';
import { idSchema } from '../domain/ids.ts';
import { JsonAnswer, JsonObject } from '../domain/json.ts';
import { pageQuery, Pagination } from './pagination.ts';
import { routes } from './route.ts';

const url = z.lazy(() => z.url({ protocol: /^https?$/ }).max(2048));
const authType = z.lazy(() =>
  z
    .string()
    .transform((text) => text.toLowerCase())
    .pipe(z.enum(AUTH_TYPES))
    .meta({ description: `One of ${AUTH_TYPES.join(', ')}, in any case.` }),
);

/** Calls are made below it, so it is no place for a query, a fragment or a password. */
const baseUrl = url.refine(
  (text) =>
    !/[?#]/.test(text) &&
    URL.canParse(text) &&
    new URL(text).username === '' &&
    new URL(text).password === '',
  'A base URL has no query, no fragment and no credentials.',
);

/** An inline document may have 5 MB; larger ones come by URL. */
const MAX_INLINE_DOCUMENT = 5 * 1024 * 1024;

/** A connection as the API shows it. */
export const ConnectionView = z.lazy(() =>
  z
    .object({
      id: z.string(),
      name: z.string(),
      description: z.string(),
      baseUrl: z.string(),
      authType: z.enum(AUTH_TYPES),
      documentationUrl: z.string().optional(),
      status: z.enum(CONNECTION_STATUSES),
      ingestionStatus: z.enum(INGESTION_STATUSES),
      endpointCount: z.number().int(),
      problems: z.array(Problem),
      specHash: z.string().nullable(),
      lastUsed: Timestamp.nullable(),
      createdAt: Timestamp,
      updatedAt: Timestamp,
    })
    .meta({ id: 'Connection' }),
);

export const CredentialView = z.lazy(() =>
  z
    .object({
      id: z.string(),
      apiConnectionId: z.string(),
      isActive: z.boolean(),
      version: z.number().int(),
      expiresAt: Timestamp.nullable(),
      createdAt: Timestamp,
      updatedAt: Timestamp,
    })
    .meta({ id: 'ConnectionCredential' }),
);

const schemaObject = z.lazy(() => z.record(z.string(), JsonAnswer).meta({ description: 'A JSON Schema.' }));

const EndpointView = z.lazy(() =>
  z
    .object({
      id: z.string(),
      path: z.string(),
      method: z.enum(HTTP_METHODS),
      operationId: z.string().optional(),
      toolName: z.string(),
      summary: z.string(),
      description: z.string(),
      tags: z.array(z.string()),
      deprecated: z.boolean(),
      parameters: z.array(
        z.object({
          name: z.string(),
          in: z.enum(PARAMETER_PLACES),
          type: z.string(),
          required: z.boolean(),
          description: z.string(),
        }),
      ),
      requestBody: z
        .object({ required: z.boolean(), contentType: z.string(), schema: schemaObject })
        .optional(),
      responses: z.record(
        z.string(),
        z.object({
          description: z.string(),
          contentType: z.string().optional(),
          schema: schemaObject.optional(),
        }),
      ),
    })
    .meta({ id: 'Endpoint' }),
);

const byId = z.lazy(() => z.object({ id: idSchema('connection') }));

const NewConnection = z.lazy(() =>
  z
    .strictObject({
      name: z.string().trim().min(1).max(100),
      description: z.string().max(2000).optional(),
      baseUrl: baseUrl.optional().meta({ description: 'Left out: the first server of the document.' }),
      authType: authType.default('none'),
      authConfig: CredentialSecret.optional(),
      documentationUrl: url.optional(),
      document: z
        .union([
          z.strictObject({ url }),
          z.strictObject({
            content: z.union([z.string().min(1).max(MAX_INLINE_DOCUMENT), JsonObject]),
          }),
        ])
        .optional(),
    })
    .refine(
      (body) =>
        body.document === undefined || body.documentationUrl === undefined || 'content' in body.document,
      {
        path: ['document'],
        message: 'Give the document once: as documentationUrl or as document.',
      },
    )
    .refine(
      (body) =>
        body.baseUrl !== undefined || body.document !== undefined || body.documentationUrl !== undefined,
      {
        path: ['baseUrl'],
        message: 'Give a baseUrl or a document that names a server.',
      },
    )
    .refine((body) => body.authConfig === undefined || secretFits(body.authType, body.authConfig), {
      path: ['authConfig'],
      message:
        'authConfig is {apiKey, headerName?} for api_key, {token} for bearer, {username, password} for basic.',
    }),
);

const StoreCredentials = z.lazy(() =>
  z.strictObject({
    credentials: CredentialSecret,
    expiresAt: Timestamp.optional(),
  }),
);

/** Whether a secret has the members that an authentication type needs. */
export function secretFits(type: (typeof AUTH_TYPES)[number], secret: CredentialSecret): boolean {
  if (type === 'api_key') return 'apiKey' in secret;
  if (type === 'bearer') return 'token' in secret;
  if (type === 'basic') return 'username' in secret;
  return false;
}

const credentialsAnswer = z.lazy(() => z.object({ credentials: CredentialView }));

/** Connected APIs, their endpoints and their credentials. */
export const connectionRoutes = routes({
  listConnections: {
    method: 'get',
    path: '/connections',
    summary: 'The connected APIs of the workspace.',
    auth: 'user',
    scope: 'connections:read',
    rate: 'default',
    audit: null,
    params: null,
    query: z.lazy(() =>
      z.object({
        status: z
          .string()
          .transform((text) => text.toUpperCase())
          .pipe(z.enum(CONNECTION_STATUSES))
          .optional(),
        type: authType.optional(),
        ...pageQuery,
      }),
    ),
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() =>
        z.object({
          connections: z.array(ConnectionView),
          total: z.number().int(),
          active: z.number().int(),
          failed: z.number().int(),
          pagination: Pagination,
        }),
      ),
      message: null,
    },
    errors: [],
  },
  createConnection: {
    method: 'post',
    path: '/connections',
    summary: 'Connect an API, by its OpenAPI document or by its base URL alone.',
    auth: 'user',
    scope: 'connections:write',
    rate: 'default',
    audit: 'connection.created',
    params: null,
    query: null,
    body: NewConnection,
    success: {
      status: 201,
      as: 'envelope',
      schema: ConnectionView,
      message: 'API connection created successfully',
    },
    errors: ['INVALID_DOCUMENT', 'EGRESS_REFUSED', 'API_CONNECTION_FAILED', 'PAYLOAD_TOO_LARGE'],
  },
  getConnection: {
    method: 'get',
    path: '/connections/{id}',
    summary: 'One connected API.',
    auth: 'user',
    scope: 'connections:read',
    rate: 'default',
    audit: null,
    params: byId,
    query: null,
    body: null,
    success: { status: 200, as: 'envelope', schema: ConnectionView, message: null },
    errors: ['RESOURCE_NOT_FOUND'],
  },
  deleteConnection: {
    method: 'delete',
    path: '/connections/{id}',
    summary: 'Disconnect an API; its credentials are deleted with it.',
    auth: 'user',
    scope: 'connections:write',
    rate: 'default',
    audit: 'connection.deleted',
    params: byId,
    query: null,
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ id: z.string() })),
      message: 'API connection deleted successfully',
    },
    errors: ['RESOURCE_NOT_FOUND'],
  },
  listEndpoints: {
    method: 'get',
    path: '/connections/{id}/endpoints',
    summary: 'The operations of a connected API.',
    auth: 'user',
    scope: 'connections:read',
    rate: 'default',
    audit: null,
    params: byId,
    query: z.lazy(() =>
      z.object({
        method: z
          .string()
          .transform((text) => text.toUpperCase())
          .pipe(z.enum(HTTP_METHODS))
          .optional(),
        tag: z.string().max(200).optional(),
        search: z.string().max(200).optional(),
        ...pageQuery,
      }),
    ),
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ endpoints: z.array(EndpointView), pagination: Pagination })),
      message: null,
    },
    errors: ['RESOURCE_NOT_FOUND'],
  },
  getCredentials: {
    method: 'get',
    path: '/connections/{id}/credentials',
    summary: 'What is known of the stored credentials; never the secret.',
    auth: 'user',
    scope: 'credentials:read',
    rate: 'secrets',
    audit: null,
    params: byId,
    query: null,
    body: null,
    success: { status: 200, as: 'envelope', schema: credentialsAnswer, message: null },
    errors: ['RESOURCE_NOT_FOUND'],
  },
  storeCredentials: {
    method: 'post',
    path: '/connections/{id}/credentials',
    summary: 'Store credentials for a connection.',
    auth: 'user',
    scope: 'credentials:write',
    rate: 'secrets',
    audit: 'credential.stored',
    params: byId,
    query: null,
    body: StoreCredentials,
    success: {
      status: 201,
      as: 'envelope',
      schema: credentialsAnswer,
      message: 'Credentials stored successfully',
    },
    errors: ['RESOURCE_NOT_FOUND'],
  },
  replaceCredentials: {
    method: 'put',
    path: '/connections/{id}/credentials',
    summary: 'Replace the credentials of a connection by a new version.',
    auth: 'user',
    scope: 'credentials:write',
    rate: 'secrets',
    audit: 'credential.stored',
    params: byId,
    query: null,
    body: StoreCredentials,
    success: {
      status: 200,
      as: 'envelope',
      schema: credentialsAnswer,
      message: 'Credentials updated successfully',
    },
    errors: ['RESOURCE_NOT_FOUND'],
  },
  deleteCredentials: {
    method: 'delete',
    path: '/connections/{id}/credentials',
    summary: 'Delete the credentials of a connection.',
    auth: 'user',
    scope: 'credentials:write',
    rate: 'secrets',
    audit: 'credential.deleted',
    params: byId,
    query: null,
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ apiConnectionId: z.string() })),
      message: 'Credentials deleted successfully',
    },
    errors: ['RESOURCE_NOT_FOUND'],
  },
});
