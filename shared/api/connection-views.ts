import * as z from 'zod';
import {
  AUTH_TYPES,
  CallLimit,
  CONNECTION_STATUSES,
  INGESTION_STATUSES,
  Problem,
} from '../domain/connection.ts';
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
