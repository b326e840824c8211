import type { Connection, CredentialMetadata } from '../../shared/domain/connection.ts';

/** A connection in the shape of the API. */
export function connectionView(connection: Connection) {
  const { auth, documentationUrl, specHash, lastUsed, ...rest } = connection;
  return {
    ...rest,
    problems: [...connection.problems],
    authType: auth.type,
    ...(documentationUrl === undefined ? {} : { documentationUrl }),
    specHash: specHash ?? null,
    lastUsed: lastUsed ?? null,
  };
}

/** Stored credentials in the shape of the API: nothing of the secret. */
export function credentialView({ expiresAt, ...metadata }: CredentialMetadata) {
  return { ...metadata, expiresAt: expiresAt ?? null };
}
