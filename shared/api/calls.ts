import * as z from 'zod';
import { CHECK_NAMES, CHECK_STATUSES } from '../domain/connection-check.ts';
import { HTTP_METHODS } from '../domain/catalogue.ts';
import { endpointId, idSchema } from '../domain/ids.ts';
import { JsonAnswer, JsonObject } from '../domain/json.ts';
import { routes } from './route.ts';

const TryBody = z.lazy(() =>
  z.strictObject({
    parameters: JsonObject.default({}).meta({
      description: "What the call takes, by name, as the endpoint's inputSchema says. No templates.",
    }),
    confirm: z
      .boolean()
      .default(false)
      .meta({ description: 'Owed for every call that may change something; it is really made.' }),
  }),
);

const headers = z.lazy(() => z.record(z.string(), z.string()));

/** One call that was made, without anything that is secret. */
const TryView = z.lazy(() =>
  z
    .object({
      request: z.object({
        method: z.enum(HTTP_METHODS),
        url: z.string(),
        headers,
        body: z.string().nullable(),
        truncated: z.boolean(),
      }),
      response: z
        .object({
          status: z.int(),
          headers,
          body: JsonAnswer.meta({
            description: 'JSON where the answer is, else text; null: nothing to show.',
          }),
          bytes: z.int(),
          truncated: z.boolean(),
          note: z.string().optional(),
        })
        .nullable()
        .meta({ description: 'Null where no answer came.' }),
      error: z
        .object({ code: z.string(), message: z.string() })
        .optional()
        .meta({ description: 'Why no answer came.' }),
      latency: z.int().meta({ description: 'Milliseconds until the last byte of the answer.' }),
    })
    .meta({ id: 'TriedCall' }),
);

const TestView = z.lazy(() =>
  z
    .object({
      status: z.enum(['success', 'failed']).meta({ description: 'failed: at least one check has failed.' }),
      responseTime: z.int().meta({ description: 'Milliseconds that the whole test took.' }),
      endpoints: z.int(),
      newEndpoints: z.int().meta({ description: 'In the document as it is now, and not in the catalogue.' }),
      message: z.string(),
      checks: z.array(
        z.object({
          name: z.enum(CHECK_NAMES),
          status: z
            .enum(CHECK_STATUSES)
            .meta({ description: 'skipped: not checked, or nothing can be told; the message says why.' }),
          message: z.string(),
          ms: z.int(),
        }),
      ),
    })
    .meta({ id: 'ConnectionTest' }),
);

/** Calls to connected APIs that a person makes by hand. */
export const callRoutes = routes({
  testConnection: {
    method: 'post',
    path: '/connections/{id}/test',
    summary:
      'Test a connection: does its server answer, accept the credentials, and still have its document?',
    auth: 'user',
    scope: 'connections:write',
    rate: 'default',
    audit: 'connection.tested',
    params: z.lazy(() => z.object({ id: idSchema('connection') })),
    query: null,
    body: null,
    success: { status: 200, as: 'envelope', schema: TestView, message: null },
    errors: ['RESOURCE_NOT_FOUND'],
  },
  tryEndpoint: {
    method: 'post',
    path: '/connections/{id}/endpoints/{endpointId}/try',
    summary:
      'Make one call of an operation with the credentials of its connection, and see what went out and came back.',
    auth: 'user',
    scope: 'executions:write',
    rate: 'default',
    audit: 'connection.called',
    params: z.lazy(() => z.object({ id: idSchema('connection'), endpointId })),
    query: null,
    body: TryBody,
    success: { status: 200, as: 'envelope', schema: TryView, message: null },
    errors: [
      'RESOURCE_NOT_FOUND',
      'CONFIRMATION_REQUIRED',
      'CONNECTION_INACTIVE',
      'CREDENTIAL_MISSING',
      'STEP_INPUT_INVALID',
      'EGRESS_REFUSED',
      'UPSTREAM_RATE_LIMITED',
      'UPSTREAM_CIRCUIT_OPEN',
      'CONFLICT',
    ],
  },
});
