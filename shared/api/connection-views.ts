import * as z from 'zod';
import { HTTP_METHODS, PARAMETER_PLACES } from '../domain/catalogue.ts';
import {
  AUTH_TYPES,
  CallLimit,
  CONNECTION_STATUSES,
  INGESTION_STATUSES,
  Problem,
} from '../domain/connection.ts';
import { JsonAnswer } from '../domain/json.ts';
import { Timestamp } from '../domain/timestamp.ts';

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
      rateLimit: CallLimit.optional(),
      lastUsed: Timestamp.nullable(),
      createdAt: Timestamp,
      updatedAt: Timestamp,
    })
    .meta({ id: 'Connection' }),
);

/** What may be known of stored credentials. */
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

/** An operation of a connected API. */
export const EndpointView = z.lazy(() =>
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
