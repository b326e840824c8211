import type { CredentialMetadata } from '../domain/connection.ts';
import { AppError } from '../domain/errors.ts';
import type { SealedCredential } from '../ports.ts';
import { credentialRows } from './credential-rows.ts';
import type { Write } from './table-operations.ts';
import { credentialVersionKey, liveCredentialKey } from './table.ts';

const NEW_VERSION = 'attribute_not_exists(pk)';
/** Of two writers with the same version, one wins. */
const NEWER_THAN_LIVE = 'attribute_not_exists(pk) OR version < :version';
const SAME_LIVE_VERSION = 'version = :version';

/** The writes that make a version of a credential the live one; CONFLICT where another writer came first. */
export function storingWrites(credential: SealedCredential): readonly Write[] {
  const { version, live } = credentialRows(credential);
  return [
    { put: version, condition: NEW_VERSION, refused: conflict },
    {
      put: live,
      condition: NEWER_THAN_LIVE,
      values: { ':version': credential.metadata.version },
      refused: conflict,
    },
  ];
}

/** The writes that put another credential, a first version, in the place of the live one, which is out of use then. */
export function exchangeWrites(credential: SealedCredential, replaced: CredentialMetadata): readonly Write[] {
  const { version, live } = credentialRows(credential);
  const { updatedAt: at } = credential.metadata;
  return [
    { put: version, condition: NEW_VERSION, refused: conflict },
    {
      put: live,
      condition: SAME_LIVE_VERSION,
      values: { ':version': replaced.version },
      refused: conflict,
    },
    outOfUse({ tenantId: credential.tenantId, live: replaced, at }),
  ];
}

/** The writes that take the live version out of use: the version stays, none is live. */
export function deactivationWrites({
  tenantId,
  live,
  at,
}: {
  tenantId: string;
  live: CredentialMetadata;
  at: string;
}): readonly Write[] {
  return [
    {
      delete: liveCredentialKey({ tenantId, connectionId: live.apiConnectionId }),
      condition: SAME_LIVE_VERSION,
      values: { ':version': live.version },
      refused: () => new AppError('CONFLICT'),
    },
    outOfUse({ tenantId, live, at }),
  ];
}

function outOfUse({
  tenantId,
  live: { apiConnectionId: connectionId, id, version },
  at,
}: {
  tenantId: string;
  live: CredentialMetadata;
  at: string;
}): Write {
  return {
    key: credentialVersionKey({ tenantId, connectionId, id, version }),
    update: 'SET metadata.isActive = :no, metadata.updatedAt = :at',
    values: { ':no': false, ':at': at },
  };
}

function conflict(): AppError {
  return new AppError('CONFLICT', 'Somebody else stored a credential meanwhile; try again.');
}
