import * as z from 'zod';
import { HTTP_METHODS } from '../domain/catalogue.ts';
import { CONNECTION_STATUSES } from '../domain/connection.ts';
import { endpointId, idSchema } from '../domain/ids.ts';
import { ConnectionPatch, ConnectionReplacement } from './connection-changes.ts';
import { authTypeInput, NewConnection, StoreCredentials } from './connection-inputs.ts';
import { DocumentChangeDetail, DocumentChangeView, RefreshView } from './change-views.ts';
import { ConnectionView, CredentialView } from './connection-views.ts';
import { EndpointDetail, EndpointView, TagCount } from './endpoint-views.ts';
import { NewUpload, UploadView } from './upload-views.ts';
import { pageQuery, Pagination } from './pagination.ts';
import { routes } from './route.ts';

const byId = z.lazy(() => z.object({ id: idSchema('connection') }));

const byEndpoint = z.lazy(() => z.object({ id: idSchema('connection'), endpointId }));

const credentialsAnswer = z.lazy(() => z.object({ credentials: CredentialView }));

const updated = {
  status: 200,
  as: 'envelope',
  schema: ConnectionView,
  message: 'API connection updated successfully',
  says: true,
} as const;

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
        type: authTypeInput.optional(),
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
    errors: [
      'INVALID_DOCUMENT',
      'EGRESS_REFUSED',
      'API_CONNECTION_FAILED',
      'PAYLOAD_TOO_LARGE',
      'RESOURCE_NOT_FOUND',
    ],
  },
  openUpload: {
    method: 'post',
    path: '/connections/uploads',
    summary: 'Get an address to upload a document to, for one that is too large to be sent inline.',
    auth: 'user',
    scope: 'connections:write',
    rate: 'default',
    // Nothing is written, and the upload is gone after a day; the connection that is made of it is audited.
    audit: null,
    params: null,
    query: null,
    body: NewUpload,
    success: { status: 201, as: 'envelope', schema: UploadView, message: 'Upload the document to this URL' },
    errors: [],
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
  patchConnection: {
    method: 'patch',
    path: '/connections/{id}',
    summary: 'Change a connected API; what is not named stays.',
    auth: 'user',
    scope: 'connections:write',
    rate: 'default',
    audit: 'connection.updated',
    params: byId,
    query: null,
    body: ConnectionPatch,
    success: updated,
    errors: ['RESOURCE_NOT_FOUND', 'CONFLICT', 'EGRESS_REFUSED'],
  },
  replaceConnection: {
    method: 'put',
    path: '/connections/{id}',
    summary: 'Replace what a connected API is set to; what is left out is as in a new one.',
    auth: 'user',
    scope: 'connections:write',
    rate: 'default',
    audit: 'connection.updated',
    params: byId,
    query: null,
    body: ConnectionReplacement,
    success: updated,
    errors: ['RESOURCE_NOT_FOUND', 'CONFLICT', 'EGRESS_REFUSED'],
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
  refreshConnection: {
    method: 'post',
    path: '/connections/{id}/refresh',
    summary: 'Read the document again: what changed, and which workflows that breaks.',
    auth: 'user',
    scope: 'connections:write',
    rate: 'default',
    audit: 'connection.refreshed',
    params: byId,
    query: null,
    body: null,
    success: { status: 200, as: 'envelope', schema: RefreshView, message: null },
    errors: ['RESOURCE_NOT_FOUND', 'VALIDATION_ERROR'],
  },
  listChanges: {
    method: 'get',
    path: '/connections/{id}/changes',
    summary: 'What changed in the document of a connected API, newest first.',
    auth: 'user',
    scope: 'connections:read',
    rate: 'default',
    audit: null,
    params: byId,
    query: z.lazy(() => z.object(pageQuery)),
    body: null,
    success: {
      status: 200,
      as: 'envelope',
      schema: z.lazy(() => z.object({ changes: z.array(DocumentChangeView), pagination: Pagination })),
      message: null,
    },
    errors: ['RESOURCE_NOT_FOUND'],
  },
  getChange: {
    method: 'get',
    path: '/connections/{id}/changes/{changeId}',
    summary: 'One change of the document with all of its operations and broken workflows.',
    auth: 'user',
    scope: 'connections:read',
    rate: 'default',
    audit: null,
    params: z.lazy(() => z.object({ id: idSchema('connection'), changeId: idSchema('ingestion') })),
    query: z.lazy(() => z.object(pageQuery)),
    body: null,
    success: { status: 200, as: 'envelope', schema: DocumentChangeDetail, message: null },
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
      schema: z.lazy(() =>
        z.object({
          endpoints: z.array(EndpointView),
          tags: z.array(TagCount),
          pagination: Pagination,
        }),
      ),
      message: null,
    },
    errors: ['RESOURCE_NOT_FOUND'],
  },
  getEndpoint: {
    method: 'get',
    path: '/connections/{id}/endpoints/{endpointId}',
    summary: 'One operation of a connected API, with all that it takes and answers.',
    auth: 'user',
    scope: 'connections:read',
    rate: 'default',
    audit: null,
    params: byEndpoint,
    query: null,
    body: null,
    success: { status: 200, as: 'envelope', schema: EndpointDetail, message: null },
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
