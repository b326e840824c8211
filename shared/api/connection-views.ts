import * as z from 'zod';
import {
  AUTH_TYPES,
  CallLimit,
  CONNECTION_STATUSES,
  INGESTION_STATUSES,
  Problem,
} from '../domain/connection.ts';
import { CHECK_STATUSES } from '../domain/connection-check.ts';
import { INGESTION_KINDS } from '../domain/ingestion.ts';
import { Timestamp } from '../domain/timestamp.ts';

/** The latest reading of a connection's document. */
const IngestionView = z.lazy(() =>
  z
    .object({
      id: z.string(),
      kind: z.enum(INGESTION_KINDS),
      status: z.enum(INGESTION_STATUSES),
      requestedAt: Timestamp,
      startedAt: Timestamp.nullable(),
      finishedAt: Timestamp.nullable(),
      operations: z
        .number()
        .int()
        .nullable()
        .meta({ description: 'Of the catalogue, once it has been read.' }),
      problems: z.number().int().nullable().meta({ description: 'Of the document; all of them count.' }),
      message: z.string().nullable().meta({ description: 'Why it failed.' }),
    })
    .meta({ id: 'Ingestion' }),
);

/** What came of the one harmless call that is made at night. */
const LastCheckView = z.lazy(() =>
  z
    .object({
      at: Timestamp,
      status: z.enum(CHECK_STATUSES),
      operation: z.string().optional().meta({ example: 'GET /me' }),
      message: z.string(),
    })
    .meta({ id: 'LastCheck' }),
);

/** A connection as the API shows it. */
export const ConnectionView = z.lazy(() =>
  z
    .object({
      id: z.string(),
      name: z.string(),
      description: z.string(),
      baseUrl: z
        .string()
        .meta({ description: 'Empty while the document that is to name it has not been read.' }),
      authType: z.enum(AUTH_TYPES),
      documentationUrl: z.string().optional(),
      status: z.enum(CONNECTION_STATUSES),
      ingestionStatus: z.enum(INGESTION_STATUSES),
      ingestion: IngestionView.nullable(),
      endpointCount: z.number().int(),
      problems: z.array(Problem),
      specHash: z.string().nullable(),
      rateLimit: CallLimit.optional(),
      lastUsed: Timestamp.nullable(),
      lastCheck: LastCheckView.nullable(),
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
