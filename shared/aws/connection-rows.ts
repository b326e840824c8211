import * as z from 'zod';
import {
  AuthPlacement,
  CallLimit,
  CONNECTION_STATUSES,
  INGESTION_STATUSES,
  Problem,
  type Connection,
} from '../domain/connection.ts';
import { Ingestion, Validators } from '../domain/ingestion.ts';
import { SmokeCheck } from '../domain/smoke-check.ts';
import type { Item, NewItem } from './table-operations.ts';
import { connectionKey, nightIndexKey, type IndexKey } from './table.ts';

const StoredConnection = z.lazy(() =>
  z.object({
    id: z.string(),
    tenantId: z.string(),
    name: z.string(),
    description: z.string(),
    baseUrl: z.string(),
    auth: AuthPlacement,
    documentationUrl: z.exactOptional(z.string()),
    status: z.enum(CONNECTION_STATUSES),
    ingestionStatus: z.enum(INGESTION_STATUSES),
    ingestion: z.exactOptional(Ingestion),
    validators: z.exactOptional(Validators),
    endpointCount: z.number(),
    problems: z.array(Problem),
    specHash: z.exactOptional(z.string()),
    credentialId: z.exactOptional(z.string()),
    rateLimit: z.exactOptional(CallLimit),
    lastUsed: z.exactOptional(z.string()),
    lastCheck: z.exactOptional(SmokeCheck),
    createdAt: z.string(),
    updatedAt: z.string(),
    revision: z.number(),
  }),
) satisfies z.ZodType<Connection>;

export function connectionOf(item: Item): Connection {
  return StoredConnection.parse(item);
}

export function connectionRow(connection: Connection): NewItem {
  return { ...connectionKey(connection), ...connection, ...nightIndex(connection) };
}

/** In the index of what is looked at at night, as long as there is a document or an address to read one from. */
export function nightIndex(connection: Connection): Partial<IndexKey> {
  const { tenantId, id, documentationUrl, specHash } = connection;
  const hasAddress = documentationUrl !== undefined;
  return hasAddress || specHash !== undefined ? nightIndexKey({ tenantId, id, hasAddress }) : {};
}
