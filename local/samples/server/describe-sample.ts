import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import type { SampleOperation } from './operation.ts';
import type { SampleDefinition } from './sample.ts';

const ErrorAnswer = z
  .object({
    error: z.object({
      code: z.string().meta({ description: 'Stable, for programs.', example: 'not_found' }),
      message: z.string().meta({ description: 'A sentence for people.' }),
      details: z
        .array(z.object({ field: z.string(), message: z.string() }))
        .optional()
        .meta({ description: 'What is wrong, field by field.' }),
    }),
  })
  .meta({ id: 'Error', description: 'Why a request was refused.' });

const REFUSALS: Readonly<Record<number, string>> = {
  400: 'The body is not JSON.',
  401: 'The credential is missing or wrong.',
  404: 'There is no such resource.',
  409: 'The request does not fit the present state.',
  422: 'The request is not valid.',
};

/** The OpenAPI 3.1 document of a sample, derived from its operations. */
export function describeSample(
  { name, version, description, auth, tags }: SampleDefinition,
  operations: readonly SampleOperation[],
  url: string,
) {
  const paths: ZodOpenApiPathsObject = {};
  for (const one of operations) {
    paths[one.path] = { ...paths[one.path], [one.method]: describeOperation(one) };
  }
  return createDocument(
    {
      openapi: '3.1.0',
      info: { title: name, version, description },
      servers: [{ url, description: 'This machine' }],
      tags: [...tags],
      security: [{ [schemeName(auth.type)]: [] }],
      components: { securitySchemes: { [schemeName(auth.type)]: securityScheme(auth) } },
      paths,
    },
    {
      override: ({ jsonSchema }) => {
        // The bounds of a safe integer and closed answers say nothing to whoever reads the document.
        if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
        if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
        if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      },
    },
  );
}

function schemeName(type: SampleDefinition['auth']['type']): string {
  return { api_key: 'apiKey', bearer: 'bearerToken', basic: 'basicAuth' }[type];
}

function securityScheme({ type, headerName = 'X-API-Key' }: SampleDefinition['auth']) {
  if (type === 'api_key') return { type: 'apiKey' as const, in: 'header' as const, name: headerName };
  return { type: 'http' as const, scheme: type };
}

function describeOperation(one: SampleOperation): ZodOpenApiOperationObject {
  const { operationId, summary, description, tag, params, query, body, success } = one;
  const invalid = params !== undefined || query !== undefined || body !== undefined;
  const refusals = [...(body === undefined ? [] : [400]), 401, ...one.refusals, ...(invalid ? [422] : [])];
  return {
    operationId,
    summary,
    description,
    tags: [tag],
    requestParams: {
      ...(params === undefined ? {} : { path: params }),
      ...(query === undefined ? {} : { query }),
    },
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      [success.status]: {
        description: success.description,
        ...(success.schema === undefined
          ? {}
          : { content: { 'application/json': { schema: success.schema } } }),
      },
      ...Object.fromEntries(
        refusals.map((status) => [
          status,
          {
            description: REFUSALS[status] ?? 'Refused.',
            content: { 'application/json': { schema: ErrorAnswer } },
          },
        ]),
      ),
    },
  };
}
