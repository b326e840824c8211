import type { connectionRoutes } from '../../shared/api/connections.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type {
  ConnectionStore,
  DocumentSource,
  Ids,
  Ingester,
  IngestionResult,
  SealedCredential,
  Vault,
} from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import type { RouteInput } from '../../shared/api/route.ts';
import { connectionView } from './connection-view.ts';
import { placeAuth } from './place-auth.ts';
import { sealCredential } from './seal-credential.ts';

type Body = RouteInput<typeof connectionRoutes.createConnection>['body'];

/** The connection keeps so many of its document's problems; the catalogue has them all. */
const MAX_PROBLEMS = 50;

/**
 * Connects an API. A document that cannot be fetched or read leaves a connection with `ingestionStatus` FAILED and its
 * problems; one that was sent along and is no OpenAPI document is refused, and nothing is written.
 */
export function createConnection({
  connections,
  ingester,
  vault,
  ids,
  assertPublicUrl,
}: {
  connections: ConnectionStore;
  ingester: Ingester;
  vault: Vault;
  ids: Ids;
  /** Rejects with EGRESS_REFUSED for an address that may never be called. */
  assertPublicUrl: (url: string) => Promise<void>;
}): Handler<typeof connectionRoutes.createConnection> {
  return async ({ body, caller, request, change }) => {
    const { tenantId } = caller;
    if (body.baseUrl !== undefined) await assertPublicUrl(body.baseUrl);
    const source = sourceOf(body);
    const result = source === undefined ? undefined : await ingester.ingest({ tenantId, source });
    if (result?.ok === false) refuseWhereOwed(result, source);
    const baseUrl = baseUrlOf({ body, source, result });
    await assertPublicUrl(baseUrl);

    const id = ids.next('connection');
    const schemes = result?.ok === true ? result.securitySchemes : {};
    const connection: Connection = {
      id,
      tenantId,
      name: body.name,
      description: body.description ?? (result?.ok === true ? (result.description ?? '') : ''),
      baseUrl,
      auth: placeAuth({ type: body.authType, secret: body.authConfig, schemes }),
      ...(source !== undefined && 'url' in source ? { documentationUrl: source.url } : {}),
      status: result?.ok === false ? 'ERROR' : 'ACTIVE',
      ingestionStatus: result === undefined ? 'NONE' : result.ok ? 'SUCCEEDED' : 'FAILED',
      endpointCount: result?.ok === true ? result.endpointCount : 0,
      problems: problemsOf(result),
      ...(result?.ok === true ? { specHash: result.specHash } : {}),
      createdAt: request.now,
      updatedAt: request.now,
      revision: 1,
    };
    const { authConfig } = body;
    const credential =
      authConfig === undefined
        ? undefined
        : await sealCredential({
            vault,
            ids,
            tenantId,
            connectionId: id,
            secret: authConfig,
            previous: undefined,
            expiresAt: undefined,
            now: request.now,
          });
    const stored =
      credential === undefined ? connection : { ...connection, credentialId: credential.metadata.id };
    const note = {
      details: { connectionId: id, name: body.name, baseUrl, credentials: credential !== undefined },
      events: [
        {
          type: 'connection.created' as const,
          data: {
            connectionId: id,
            ingestionStatus: stored.ingestionStatus,
            endpointCount: stored.endpointCount,
          },
        },
        ...credentialStored(credential),
      ],
    };
    await connections.create(stored, change(note), credential);
    return connectionView(stored);
  };
}

/** Why a document could not be used at all comes first; it has no place in the document. */
function problemsOf(result: IngestionResult | undefined): Connection['problems'] {
  const whole = result?.ok === false ? [{ code: result.code, message: result.message, pointer: '' }] : [];
  return [...whole, ...(result?.problems ?? [])].slice(0, MAX_PROBLEMS);
}

/** The event of a credential that came along with its connection. */
function credentialStored(credential: SealedCredential | undefined) {
  if (credential === undefined) return [];
  const { id, apiConnectionId, version } = credential.metadata;
  return [
    {
      type: 'credential.stored' as const,
      data: { connectionId: apiConnectionId, credentialId: id, version },
    },
  ];
}

function sourceOf(body: Body): DocumentSource | undefined {
  const { document, documentationUrl } = body;
  if (document !== undefined && 'url' in document) return document;
  if (document !== undefined) {
    const { content } = document;
    return { content: typeof content === 'string' ? content : JSON.stringify(content) };
  }
  return documentationUrl === undefined ? undefined : { url: documentationUrl };
}

function refuseWhereOwed(result: IngestionResult & { ok: false }, source: DocumentSource | undefined): void {
  const inline = source !== undefined && 'content' in source;
  if (inline || result.code === 'EGRESS_REFUSED') {
    const details = result.problems.map(({ pointer, message }) => ({ path: `document${pointer}`, message }));
    throw new AppError(result.code, result.message, details.length === 0 ? {} : { details });
  }
}

function baseUrlOf({
  body,
  source,
  result,
}: {
  body: Body;
  source: DocumentSource | undefined;
  result: IngestionResult | undefined;
}): string {
  const fromDocument = result?.ok === true ? result.servers[0] : undefined;
  const fromAddress = source !== undefined && 'url' in source ? new URL(source.url).origin : undefined;
  const baseUrl = body.baseUrl ?? fromDocument ?? fromAddress;
  if (baseUrl === undefined) {
    throw new AppError('VALIDATION_ERROR', 'The document names no server: give a baseUrl.', {
      details: [{ path: 'body.baseUrl', message: 'Required, since the document names no server.' }],
    });
  }
  return baseUrl.replace(/\/+$/, '');
}
