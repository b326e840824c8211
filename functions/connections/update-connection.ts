import type { connectionRoutes } from '../../shared/api/connections.ts';
import type { RouteOutput } from '../../shared/api/route.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type {
  CatalogueStore,
  ConnectionStore,
  CredentialStore,
  Ids,
  Ingester,
  Vault,
} from '../../shared/ports.ts';
import type { Caller, Handler } from '../../shared/runtime/http/exchange.ts';
import { changedConnection, differingMembers, type ConnectionSettings } from './changed-connection.ts';
import { connectionView } from './connection-view.ts';
import { credentialChange, credentialEvents } from './credential-change.ts';
import { editEndpoints } from './edit-endpoints.ts';
import { findConnection } from './find-connection.ts';
import { ingestionQueued } from './ingestion-queued.ts';
import { performIngestion } from './perform-ingestion.ts';

export interface UpdatePorts {
  readonly connections: ConnectionStore;
  readonly credentials: CredentialStore;
  readonly catalogues: CatalogueStore;
  readonly ingester: Ingester;
  readonly vault: Vault;
  readonly ids: Ids;
  readonly assertPublicUrl: (url: string) => Promise<void>;
}

type Patch = Handler<typeof connectionRoutes.patchConnection>;
type Put = Handler<typeof connectionRoutes.replaceConnection>;

/** PATCH: what the request names is changed. */
export function patchConnection(ports: UpdatePorts): Patch {
  return async (input) => {
    const stored = await findConnection({ ...ports, tenantId: input.caller.tenantId, id: input.params.id });
    const { body } = input;
    return update({
      ports,
      input,
      stored,
      settings: {
        name: body.name ?? stored.name,
        description: body.description ?? stored.description,
        baseUrl: body.baseUrl ?? stored.baseUrl,
        authType: body.authType ?? stored.auth.type,
        authConfig: body.authConfig,
        documentationUrl: named(body.documentationUrl, stored.documentationUrl),
        status: body.status ?? stored.status,
        rateLimit: named(body.rateLimit, stored.rateLimit),
        endpoints: body.endpoints,
      },
    });
  };
}

/**
 * PUT: what the request leaves out is as in a new connection. Two things are not the request's to leave out: secrets,
 * which nobody can read and send back, and ERROR, which only a document that can be read takes away.
 */
export function replaceConnection(ports: UpdatePorts): Put {
  return async (input) => {
    const stored = await findConnection({ ...ports, tenantId: input.caller.tenantId, id: input.params.id });
    const { status = stored.status === 'ERROR' ? 'ERROR' : 'ACTIVE', ...body } = input.body;
    const { authConfig, documentationUrl, rateLimit, endpoints } = body;
    return update({
      ports,
      input,
      stored,
      settings: { ...body, authConfig, documentationUrl, rateLimit, endpoints, status },
    });
  };
}

/**
 * Writes the change in one transaction with what becomes of the credential, on condition that nobody else changed the
 * connection meanwhile (CONFLICT).
 *
 * A credential belongs to the origin, and to the way of authenticating, that it was stored for. Where either changes and
 * the request brings no new one, the stored one is taken out of use in the same transaction, and the message says so. The
 * alternative, to refuse such a request, would protect no better: who may move a connection need not know its secret
 * (an EDITOR may not store any), an API may have moved to where it needs none, and a refused request would be sent again
 * with a made-up secret.
 */
async function update({
  ports,
  input: { caller, request, change, unchanged, say },
  stored,
  settings,
}: {
  ports: UpdatePorts;
  input: Pick<Parameters<Patch>[0], 'caller' | 'request' | 'change' | 'unchanged' | 'say'>;
  stored: Connection;
  settings: ConnectionSettings;
}): Promise<RouteOutput<typeof connectionRoutes.patchConnection>> {
  if (settings.authConfig !== undefined) mayStoreCredentials(caller);
  const wanted = await changedConnection({ ...ports, stored, settings });
  const { endpoints, authConfig } = settings;
  const changed = [...differingMembers(stored, wanted), ...(endpoints === undefined ? [] : ['endpoints'])];
  if (changed.length === 0 && authConfig === undefined) {
    unchanged();
    return connectionView(stored);
  }
  if (changed.includes('baseUrl')) await ports.assertPublicUrl(wanted.baseUrl);
  if (changed.includes('documentationUrl') && wanted.documentationUrl !== undefined) {
    await ports.assertPublicUrl(wanted.documentationUrl);
    say('The document at its new address is read by POST /connections/{id}/refresh.');
  }
  const credential = await credentialChange({
    ...ports,
    before: stored,
    after: wanted,
    secret: authConfig,
    now: request.now,
  });
  if (credential.kind === 'deactivate') {
    const origin = stored.baseUrl === '' ? 'what its document names' : new URL(stored.baseUrl).origin;
    say(
      `The stored credentials were for ${origin} by ${stored.auth.type} and are out of use: store new ones.`,
    );
  }
  const edited =
    endpoints === undefined
      ? undefined
      : await editEndpoints({ ...ports, connection: wanted, endpoints, now: request.now });
  const { credentialId, ...rest } = edited?.connection ?? wanted;
  const kept = credential.kind === 'keep' ? credentialId : undefined;
  const id = credential.kind === 'store' ? credential.sealed.metadata.id : kept;
  const after: Connection = {
    ...rest,
    ...(id === undefined ? {} : { credentialId: id }),
    updatedAt: request.now,
    revision: stored.revision + 1,
  };
  const queued = edited === undefined ? [] : ingestionQueued(after);
  const about = { connectionId: stored.id, changed };
  const note = {
    details: { ...about, credentials: credential.kind },
    events: [
      { type: 'connection.updated' as const, data: about },
      ...credentialEvents(credential),
      ...queued,
    ],
  };
  await ports.connections.update({ before: stored, after, credential }, change(note));
  if (edited?.isSmall !== true) return connectionView(after);
  for (const { data: message } of queued) await performIngestion({ ...ports, message });
  return connectionView(await findConnection({ ...ports, tenantId: after.tenantId, id: after.id }));
}

/** Storing credentials asks for more than changing a connection, whichever route they come by. */
function mayStoreCredentials({ scopes }: Caller): void {
  if (!scopes.has('credentials:write')) {
    throw new AppError(
      'FORBIDDEN',
      'Your role does not allow storing credentials; it needs credentials:write.',
    );
  }
}

/** Null takes a member away, undefined leaves it. */
function named<T>(given: T | null | undefined, present: T | undefined): T | undefined {
  return given === undefined ? present : (given ?? undefined);
}
