import type { Connection, CredentialMetadata, IngestionStatus } from '../../shared/domain/connection.ts';
import type { Ingestion } from '../../shared/domain/ingestion.ts';

/** A connection in the shape of the API. */
export function connectionView(connection: Connection) {
  const {
    auth,
    documentationUrl,
    specHash,
    lastUsed,
    lastCheck,
    ingestion,
    validators: _validators,
    ...rest
  } = connection;
  return {
    ...rest,
    problems: [...connection.problems],
    authType: auth.type,
    ...(documentationUrl === undefined ? {} : { documentationUrl }),
    ingestion: ingestion === undefined ? null : ingestionView(ingestion, connection.ingestionStatus),
    specHash: specHash ?? null,
    lastUsed: lastUsed ?? null,
    lastCheck: lastCheck ?? null,
  };
}

function ingestionView(ingestion: Ingestion, status: IngestionStatus) {
  const { id, kind, requestedAt, startedAt, finishedAt, operations, problems, message } = ingestion;
  return {
    id,
    kind,
    status,
    requestedAt,
    startedAt: startedAt ?? null,
    finishedAt: finishedAt ?? null,
    operations: operations ?? null,
    problems: problems ?? null,
    message: message ?? null,
  };
}

/** Stored credentials in the shape of the API: nothing of the secret. */
export function credentialView({ expiresAt, ...metadata }: CredentialMetadata) {
  return { ...metadata, expiresAt: expiresAt ?? null };
}
