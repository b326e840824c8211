import type { connectionRoutes } from '../../shared/api/connections.ts';
import type { RouteInput } from '../../shared/api/route.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import type { Ingestion, KeptSource } from '../../shared/domain/ingestion.ts';
import { placeAuth } from '../../shared/domain/place-auth.ts';
import type { DocumentSource } from '../../shared/ports.ts';
import { documentOfEndpoints } from './document-of-endpoints.ts';

export type NewConnectionBody = RouteInput<typeof connectionRoutes.createConnection>['body'];

/** A connection before its document has been read: what the person left to the document is open. */
export function newConnection({
  id,
  tenantId,
  body,
  now,
  document,
}: {
  id: string;
  tenantId: string;
  body: NewConnectionBody;
  now: string;
  /** Absent where there is none; its `kept` where the content came along and was read at once. */
  document: { readonly ingestionId: string; readonly kept: KeptSource | undefined } | undefined;
}): Connection {
  const { name, description = '', baseUrl = '', authType: type, authConfig: secret } = body;
  const isUrl = document?.kept !== undefined && 'url' in document.kept;
  return {
    id,
    tenantId,
    name,
    description,
    baseUrl: baseUrl.replace(/\/+$/, ''),
    auth: placeAuth({ type, secret, schemes: {} }),
    ...(isUrl ? { documentationUrl: document.kept.url } : {}),
    status: 'ACTIVE',
    ...(document === undefined
      ? { ingestionStatus: 'NONE' }
      : { ingestionStatus: 'QUEUED', ingestion: newIngestion({ ...document, body, now }) }),
    endpointCount: 0,
    problems: [],
    createdAt: now,
    updatedAt: now,
    revision: 1,
  };
}

function newIngestion({
  ingestionId,
  kept,
  body: { baseUrl, description, authType, authConfig },
  now,
}: {
  ingestionId: string;
  kept: KeptSource | undefined;
  body: NewConnectionBody;
  now: string;
}): Ingestion {
  const isPlaced =
    authConfig !== undefined && 'headerName' in authConfig && authConfig.headerName !== undefined;
  const open: Ingestion['open'] = [];
  if (baseUrl === undefined) open.push('baseUrl');
  if (authType === 'api_key' && !isPlaced) open.push('auth');
  if (description === undefined) open.push('description');
  return {
    id: ingestionId,
    kind: 'create',
    ...(kept === undefined ? {} : { source: kept }),
    open,
    requestedAt: now,
  };
}

/** Where the body says that the document is; undefined where it names none. */
export function sourceOf(body: NewConnectionBody): DocumentSource | undefined {
  const { document, documentationUrl, endpoints, baseUrl } = body;
  if (endpoints !== undefined && baseUrl !== undefined) {
    const auth = placeAuth({ type: body.authType, secret: body.authConfig, schemes: {} });
    return { content: documentOfEndpoints({ title: body.name, baseUrl, auth, endpoints }) };
  }
  if (document === undefined) return documentationUrl === undefined ? undefined : { url: documentationUrl };
  if (!('content' in document)) return document;
  const { content } = document;
  return { content: typeof content === 'string' ? content : JSON.stringify(content) };
}
