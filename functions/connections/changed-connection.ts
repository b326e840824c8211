import type { EndpointInput } from '../../shared/api/endpoint-inputs.ts';
import { secretFits } from '../../shared/domain/secret-fits.ts';
import type { AuthType, CallLimit, Connection, CredentialSecret } from '../../shared/domain/connection.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { placeAuth } from '../../shared/domain/place-auth.ts';
import type { CatalogueStore } from '../../shared/ports.ts';

/** What a connection shall be; the credentials only where they are given. */
export interface ConnectionSettings {
  readonly name: string;
  readonly description: string;
  readonly baseUrl: string;
  readonly authType: AuthType;
  readonly authConfig: CredentialSecret | undefined;
  readonly documentationUrl: string | undefined;
  readonly status: Connection['status'];
  readonly rateLimit: CallLimit | undefined;
  readonly endpoints: readonly EndpointInput[] | undefined;
}

/**
 * The connection as the settings want it, its credential apart. VALIDATION_ERROR where the credentials do not fit the
 * type of authentication.
 */
export async function changedConnection({
  stored,
  settings,
  catalogues,
}: {
  stored: Connection;
  settings: ConnectionSettings;
  catalogues: Pick<CatalogueStore, 'getIndex'>;
}): Promise<Connection> {
  const { name, description, authType, authConfig, documentationUrl, status, rateLimit } = settings;
  if (authConfig !== undefined && !secretFits(authType, authConfig)) {
    const message = `These credentials do not fit authType ${authType}.`;
    throw new AppError('VALIDATION_ERROR', message, { details: [{ path: 'body.authConfig', message }] });
  }
  const { documentationUrl: _document, rateLimit: _limit, validators, ...rest } = stored;
  // They are of the document at its old address.
  const stays = documentationUrl === stored.documentationUrl && validators !== undefined;
  return {
    ...rest,
    name,
    description,
    baseUrl: settings.baseUrl.replace(/\/+$/, ''),
    auth: await placement({ stored, authType, authConfig, catalogues }),
    ...(documentationUrl === undefined ? {} : { documentationUrl }),
    ...(stays ? { validators } : {}),
    status,
    ...(rateLimit === undefined ? {} : { rateLimit }),
  };
}

/** A key stays where it goes unless the request names another header; a new type goes where the document says. */
async function placement({
  stored: { auth, tenantId, specHash },
  authType,
  authConfig,
  catalogues,
}: {
  stored: Connection;
  authType: AuthType;
  authConfig: CredentialSecret | undefined;
  catalogues: Pick<CatalogueStore, 'getIndex'>;
}): Promise<Connection['auth']> {
  const namesHeader =
    authConfig !== undefined && 'headerName' in authConfig && authConfig.headerName !== undefined;
  if (auth.type === authType && !namesHeader) return auth;
  const asksDocument = authType === 'api_key' && !namesHeader && specHash !== undefined;
  const schemes = asksDocument ? (await catalogues.getIndex(tenantId, specHash)).securitySchemes : {};
  return placeAuth({ type: authType, secret: authConfig, schemes });
}

/**
 * Whether a connection, as it will be, may no longer be given the credential it has: it goes to another origin
 * (RFC 6454: scheme, host and port) or authenticates in another way. Where its document has yet to name the address, the
 * credential is for what that document will name, and for nothing else.
 */
export function leavesItsCredential(before: Connection, after: Connection): boolean {
  const moves =
    before.baseUrl === ''
      ? after.baseUrl !== '' || before.documentationUrl !== after.documentationUrl
      : new URL(before.baseUrl).origin !== new URL(after.baseUrl).origin;
  return moves || before.auth.type !== after.auth.type;
}

/** The names of the members in which two connections differ. */
export function differingMembers(before: Connection, after: Connection): readonly string[] {
  const was: Readonly<Record<string, unknown>> = { ...before };
  const is: Readonly<Record<string, unknown>> = { ...after };
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names.filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]));
}
