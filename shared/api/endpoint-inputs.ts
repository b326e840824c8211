import * as z from 'zod';
import { HTTP_METHODS, PARAMETER_PLACES } from '../domain/catalogue.ts';
import { JsonObject } from '../domain/json.ts';

/** A path below the base URL: no host, no query, no way up. Templates are `{name}`. */
const PLAIN_PATH = /^\/(?!\/)[^?#\\\s]*$/;
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+*-]+(\s*;.*)?$/;
const MAX_ENDPOINTS = 500;

const text = z.lazy(() => z.string().max(5000));
const contentType = z.lazy(() => z.string().regex(MEDIA_TYPE).max(200).default('application/json'));
const schema = z.lazy(() => JsonObject.meta({ description: 'A JSON Schema.' }));

/** One operation as a person writes it down; the members are named as in OpenAPI, and mean the same. */
const EndpointInput = z.lazy(() =>
  z
    .strictObject({
      method: z
        .string()
        .transform((name) => name.toUpperCase())
        .pipe(z.enum(HTTP_METHODS))
        .meta({ description: 'In any case.' }),
      path: z
        .string()
        .max(2048)
        .regex(PLAIN_PATH, 'A path is like /items/{id}: no host, no query.')
        .refine((path) => !/(^|\/)(\.|%2e){1,2}(\/|$)/i.test(path), 'A path does not go up.'),
      operationId: z
        .string()
        .regex(/^[\w.-]{1,100}$/)
        .optional(),
      summary: text.optional(),
      description: text.optional(),
      tags: z.array(z.string().min(1).max(100)).max(20).optional(),
      parameters: z
        .array(
          z.strictObject({
            name: z.string().min(1).max(200),
            in: z
              .enum(PARAMETER_PLACES)
              .optional()
              .meta({ description: 'Left out: path where the path names it, else query.' }),
            required: z.boolean().optional(),
            description: text.optional(),
            schema: schema.optional(),
          }),
        )
        .max(100)
        .optional()
        .meta({ description: 'Names of the path that are left out are texts.' }),
      requestBody: z
        .strictObject({ required: z.boolean().default(true), contentType, schema: schema.optional() })
        .optional(),
      responses: z
        .record(
          z.string().regex(/^([1-5](\d\d|XX)|default)$/),
          z.strictObject({ description: text.optional(), contentType, schema: schema.optional() }),
        )
        .optional(),
    })
    .meta({ id: 'EndpointInput' }),
);
export type EndpointInput = z.infer<typeof EndpointInput>;

/** The operations of an API that has no document. */
export const EndpointInputs = z.lazy(() =>
  z
    .array(EndpointInput)
    .min(1)
    .max(MAX_ENDPOINTS)
    .check(({ value, issues }) => {
      const seen = new Set<string>();
      for (const [at, { method, path }] of value.entries()) {
        const shape = `${method} ${path.replace(/\{[^{}]*\}/g, '{}')}`;
        if (seen.has(shape)) {
          const message = `${method} ${path} stands here twice.`;
          issues.push({ code: 'custom', message, path: [at], input: path });
        }
        seen.add(shape);
      }
    })
    .meta({ description: 'In place of a document, by hand.' }),
);
