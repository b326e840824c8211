import * as z from 'zod';
import { HTTP_METHODS, PARAMETER_PLACES } from '../domain/catalogue.ts';
import { JsonAnswer } from '../domain/json.ts';

const schemaObject = z.lazy(() => z.record(z.string(), JsonAnswer).meta({ description: 'A JSON Schema.' }));

const about = {
  id: z.string(),
  path: z.string(),
  method: z.enum(HTTP_METHODS),
  operationId: z.string().optional(),
  toolName: z.string(),
  summary: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  deprecated: z.boolean(),
};

/** An operation of a connected API, as lists show it. */
export const EndpointView = z.lazy(() =>
  z
    .object({
      ...about,
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

const content = z.lazy(() =>
  z.record(z.string(), z.object({ schema: schemaObject })).meta({ description: 'By media type.' }),
);

/** An operation of a connected API with all that a call of it takes and answers. */
export const EndpointDetail = z.lazy(() =>
  z
    .object({
      ...about,
      baseUrl: z.string().meta({ description: 'What its path is appended to when it is called.' }),
      servers: z.array(z.string()).meta({ description: 'Those that the document names for it.' }),
      security: z
        .array(
          z.array(
            z.object({
              name: z.string(),
              type: z.enum(['apiKey', 'http', 'oauth2', 'openIdConnect', 'other']),
              in: z.enum(['header', 'query', 'cookie']).optional(),
              parameterName: z.string().optional(),
              scheme: z.string().optional(),
            }),
          ),
        )
        .meta({
          description: 'Alternatives; of each, all schemes are needed. An empty one: none is needed.',
        }),
      parameters: z.array(
        z.object({
          name: z.string(),
          in: z.enum(PARAMETER_PLACES),
          required: z.boolean(),
          description: z.string(),
          style: z.string().optional(),
          explode: z.boolean().optional(),
          schema: schemaObject,
        }),
      ),
      requestBody: z.object({ required: z.boolean(), content }).optional(),
      responses: z.record(z.string(), z.object({ description: z.string(), content: content.optional() })),
      inputSchema: schemaObject.meta({
        description: 'The JSON Schema of everything that a call takes, as one object: what a tool is given.',
      }),
    })
    .meta({ id: 'EndpointDetail' }),
);

/** How many operations carry a tag. */
export const TagCount = z.lazy(() =>
  z.object({ name: z.string(), count: z.int() }).meta({ id: 'EndpointTag' }),
);
