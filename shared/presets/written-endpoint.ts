import type { EndpointInput } from '../api/endpoint-inputs.ts';

type Written = Pick<EndpointInput, 'method' | 'path' | 'operationId' | 'summary' | 'parameters'> & {
  /** The JSON object that is sent. */
  readonly body?: Readonly<Record<string, 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array'>>;
  /** Whether what is answered is a list. */
  readonly list?: boolean;
};

/** An operation that is written down here, since nobody publishes a document; it speaks JSON. */
export function writtenEndpoint({ body, list = false, ...endpoint }: Written): EndpointInput {
  return {
    ...endpoint,
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            contentType: 'application/json',
            schema: {
              type: 'object',
              properties: Object.fromEntries(Object.entries(body).map(([name, type]) => [name, { type }])),
            },
          },
        }),
    responses: {
      '200': { contentType: 'application/json', schema: { type: list ? 'array' : 'object' } },
    },
  };
}
