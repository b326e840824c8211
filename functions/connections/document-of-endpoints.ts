import type { EndpointInput } from '../../shared/api/endpoint-inputs.ts';
import { pathNames } from '../../shared/domain/binding.ts';
import type { AuthPlacement } from '../../shared/domain/connection.ts';
import type { Json, JsonObject } from '../../shared/domain/json.ts';

/**
 * The OpenAPI 3.1 document of endpoints that a person wrote down, as text: from here on the API is like any other. The
 * same endpoints give the same text. Each operation needs what the connection authenticates with.
 */
export function documentOfEndpoints({
  title,
  baseUrl,
  auth,
  endpoints,
}: {
  title: string;
  baseUrl: string;
  auth: AuthPlacement;
  endpoints: readonly EndpointInput[];
}): string {
  const paths = Object.groupBy(endpoints, ({ path }) => path);
  const scheme = schemeOf(auth);
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title, version: '1' },
    servers: [{ url: baseUrl }],
    ...(scheme === undefined
      ? {}
      : { security: [{ auth: [] }], components: { securitySchemes: { auth: scheme } } }),
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, operations = []]) => [
        path,
        Object.fromEntries(operations.map((one) => [one.method.toLowerCase(), operationOf(one)])),
      ]),
    ),
  });
}

function schemeOf(auth: AuthPlacement): JsonObject | undefined {
  if (auth.type === 'none') return undefined;
  if (auth.type === 'api_key') return { type: 'apiKey', in: auth.in, name: auth.name };
  return { type: 'http', scheme: auth.type };
}

/** Members that are undefined are not written. */
function operationOf(endpoint: EndpointInput): object {
  const { method: _method, path, parameters, requestBody, responses, ...about } = endpoint;
  return {
    ...about,
    parameters: parametersOf(path, parameters ?? []),
    ...(requestBody === undefined
      ? {}
      : {
          requestBody: {
            required: requestBody.required,
            content: { [requestBody.contentType]: { schema: requestBody.schema ?? {} } },
          },
        }),
    responses: responsesOf(responses ?? { '200': { contentType: 'application/json' } }),
  };
}

function parametersOf(path: string, given: NonNullable<EndpointInput['parameters']>): Json {
  const inPath = pathNames(path);
  const written = given.map(({ name, in: place, required, description, schema }) => {
    const at = place ?? (inPath.includes(name) ? 'path' : 'query');
    return {
      name,
      in: at,
      required: at === 'path' || required === true,
      ...(description === undefined ? {} : { description }),
      schema: schema ?? { type: 'string' },
    };
  });
  const named = new Set(written.filter((one) => one.in === 'path').map(({ name }) => name));
  const left = inPath.filter((name) => !named.has(name));
  const texts = left.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  return [...written, ...texts];
}

function responsesOf(given: NonNullable<EndpointInput['responses']>): JsonObject {
  return Object.fromEntries(
    Object.entries(given).map(([status, { description, contentType, schema }]) => [
      status,
      {
        description: description ?? '',
        ...(schema === undefined ? {} : { content: { [contentType]: { schema } } }),
      },
    ]),
  );
}
