import type { connectionRoutes } from '../../shared/api/connections.ts';
import type { RouteInput } from '../../shared/api/route.ts';
import type { AuthPlacement, AuthType, Connection } from '../../shared/domain/connection.ts';
import type { Ingestion, KeptSource } from '../../shared/domain/ingestion.ts';
import { placeAuth } from '../../shared/domain/place-auth.ts';
import type { DocumentSource } from '../../shared/ports.ts';
import { documentOfEndpoints } from './document-of-endpoints.ts';

type GivenBody = RouteInput<typeof connectionRoutes.createConnection>['body'];

/** The body of a request with what its preset says filled in. */
export interface NewConnectionBody extends Omit<GivenBody, 'preset' | 'variables' | 'name' | 'authType'> {
  readonly name: string;
  readonly authType: AuthType;
  /** Where an API key goes, where a preset says so. */
  readonly keyPlace?: KeyPlace;
}

type KeyPlace = Pick<Extract<AuthPlacement, { type: 'api_key' }>, 'in' | 'name'>;

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
  const { name, description = '', baseUrl = '' } = body;
  const isUrl = document?.kept !== undefined && 'url' in document.kept;
  return {
    id,
    tenantId,
    name,
    description,
    baseUrl: baseUrl.replace(/\/+$/, ''),
    auth: placementOf(body),
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

/** Where the credential goes, as far as it can be said without the document. */
function placementOf({ authType: type, authConfig: secret, keyPlace }: NewConnectionBody): AuthPlacement {
  const { in: place, name } = keyPlace ?? {};
  const declared =
    place === undefined || name === undefined
      ? {}
      : ({ preset: { type: 'apiKey', in: place, name } } as const);
  return placeAuth({ type, secret, schemes: declared });
}

function newIngestion({
  ingestionId,
  kept,
  body: { baseUrl, description, authType, authConfig, keyPlace },
  now,
}: {
  ingestionId: string;
  kept: KeptSource | undefined;
  body: NewConnectionBody;
  now: string;
}): Ingestion {
  const isPlaced =
    keyPlace !== undefined ||
    (authConfig !== undefined && 'headerName' in authConfig && authConfig.headerName !== undefined);
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
    return {
      content: documentOfEndpoints({ title: body.name, baseUrl, auth: placementOf(body), endpoints }),
    };
  }
  if (document === undefined) return documentationUrl === undefined ? undefined : { url: documentationUrl };
  if (!('content' in document)) return document;
  const { content } = document;
  return { content: typeof content === 'string' ? content : JSON.stringify(content) };
}
