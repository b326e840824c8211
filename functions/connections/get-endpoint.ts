import type { connectionRoutes } from '../../shared/api/connections.ts';
import { bindingFor } from '../../shared/domain/binding.ts';
import type { CatalogueHead, JsonSchema, Operation } from '../../shared/domain/catalogue.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { inputSchemaOf } from '../../shared/domain/input-schema.ts';
import type { CatalogueStore, ConnectionStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { findConnection } from './find-connection.ts';

/** One operation with all that a call of it takes and answers. */
export function getEndpoint({
  connections,
  catalogues,
}: {
  connections: ConnectionStore;
  catalogues: CatalogueStore;
}): Handler<typeof connectionRoutes.getEndpoint> {
  return async ({ params: { id, endpointId }, caller: { tenantId } }) => {
    const { specHash = '', baseUrl, auth } = await findConnection({ connections, tenantId, id });
    const [operation] =
      specHash === '' ? [] : await catalogues.getOperations(tenantId, specHash, [endpointId]);
    if (operation === undefined) throw new AppError('RESOURCE_NOT_FOUND', 'This API has no such endpoint.');
    const head = await catalogues.getIndex(tenantId, specHash);
    const { summary, description, tags, parameters, requestBody, ...rest } = operation;
    return {
      ...rest,
      summary: summary ?? '',
      description: description ?? '',
      tags: [...tags],
      baseUrl: bindingFor({ operation, baseUrl, specHash }).baseUrl,
      servers: operation.baseUrl === undefined ? [...head.servers] : [operation.baseUrl],
      security: securityOf(operation, head),
      parameters: parameters.map((parameter) => ({ ...parameter, description: parameter.description ?? '' })),
      ...(requestBody === undefined
        ? {}
        : {
            requestBody: {
              required: requestBody.required,
              content: contentOf(requestBody.contentType, requestBody.schema),
            },
          }),
      responses: responsesOf(operation),
      inputSchema: inputSchemaOf(operation, auth),
    };
  };
}

/** Each alternative with its schemes in full; one that the document does not declare is of the type `other`. */
function securityOf({ security }: Operation, { securitySchemes }: CatalogueHead) {
  return security.map((alternative) =>
    alternative.map((scheme) => {
      const declared = Object.hasOwn(securitySchemes, scheme) ? securitySchemes[scheme] : undefined;
      const { name: parameterName, ...rest } = declared ?? { type: 'other' as const };
      return { name: scheme, ...rest, ...(parameterName === undefined ? {} : { parameterName }) };
    }),
  );
}

function responsesOf({ responses }: Operation) {
  return Object.fromEntries(
    Object.entries(responses).map(([status, { description, contentType, schema }]) => [
      status,
      { description, ...(contentType === undefined ? {} : { content: contentOf(contentType, schema) }) },
    ]),
  );
}

/** As in a document: by media type. */
function contentOf(contentType: string, schema: JsonSchema = {}) {
  return { [contentType]: { schema } };
}
