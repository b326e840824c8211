import { endpointId } from '../../shared/openapi/name-tools.ts';
import type { Egress, EgressRequest, EgressResponse } from '../../shared/ports.ts';
import type { ApiUnderTest } from './api-under-test.ts';
import type { Tenant } from './tenants.ts';

const text = { type: 'string' };
const query = (name: string, schema: object) => ({ name, in: 'query', schema });
const ok = { '200': { description: 'Yes' } };

/** An API with operations of every kind that a try may meet. */
export const calledDocument = (origin: string) => ({
  openapi: '3.1.0',
  info: { title: 'Called', version: '1' },
  servers: [{ url: `${origin}/v1` }],
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
  security: [{ key: [] }],
  paths: {
    '/things': {
      get: {
        parameters: [query('limit', { type: 'integer', maximum: 50 }), query('note', text)],
        responses: ok,
      },
      post: {
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { name: text, size: { type: 'integer' } },
                required: ['name'],
              },
            },
          },
        },
        responses: ok,
      },
      head: { responses: ok },
      options: { responses: ok },
    },
    '/things/{id}': {
      get: { parameters: [{ name: 'id', in: 'path', required: true, schema: text }], responses: ok },
      put: { parameters: [{ name: 'id', in: 'path', required: true, schema: text }], responses: ok },
      patch: { parameters: [{ name: 'id', in: 'path', required: true, schema: text }], responses: ok },
      delete: { parameters: [{ name: 'id', in: 'path', required: true, schema: text }], responses: ok },
    },
    '/purge': { get: { operationId: 'deleteAllThings', responses: ok } },
    '/search': { post: { operationId: 'searchThings', responses: ok } },
    '/elsewhere': { get: { servers: [{ url: 'https://evil.example.com' }], responses: ok } },
  },
});

/** A connection to that API with credentials, and the way to try its operations as the workspace's owner. */
export async function calledApi({
  api,
  tenant,
  origin = 'https://called.example.com',
  authType = 'api_key',
  authConfig = { apiKey: 'the-key-of-the-call' },
}: {
  api: ApiUnderTest;
  tenant: Tenant;
  origin?: string;
  authType?: string;
  authConfig?: Readonly<Record<string, string>> | null;
}) {
  const document = { content: calledDocument(origin) };
  const body = { name: 'Called', authType, document, ...(authConfig === null ? {} : { authConfig }) };
  const { id = '' } = await tenant.make('createConnection', { body });
  const trying = (method: string, path: string, tried: object = {}, headers = {}) =>
    api.callRoute({
      operationId: 'tryEndpoint',
      caller: tenant.owner,
      params: { id, endpointId: endpointId(method as 'GET', path) },
      body: tried,
      headers,
    });
  return { id, try: trying };
}

/** Replaces the way out of the API: what is sent is remembered and answered by the test. */
export function replaceEgress(
  { egress }: { egress: Egress },
  answer: (request: EgressRequest) => Partial<EgressResponse> | Promise<Partial<EgressResponse>>,
): EgressRequest[] {
  const sent: EgressRequest[] = [];
  egress.request = async (request) => {
    sent.push(request);
    return { status: 200, headers: {}, body: new Uint8Array(), url: request.url, ...(await answer(request)) };
  };
  return sent;
}
