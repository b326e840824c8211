import * as z from 'zod';
import type { SealedCredential } from '../ports.ts';
import type { Item, NewItem } from './table-operations.ts';
import { credentialVersionKey, liveCredentialKey } from './table.ts';

const StoredCredential = z.lazy(() =>
  z.object({
    tenantId: z.string(),
    metadata: z.object({
      id: z.string(),
      apiConnectionId: z.string(),
      isActive: z.boolean(),
      version: z.number(),
      expiresAt: z.exactOptional(z.string()),
      createdAt: z.string(),
      updatedAt: z.string(),
    }),
    sealed: z.object({
      format: z.literal('apiq-envelope-1'),
      keyArn: z.string(),
      encryptedDataKey: z.string(),
      message: z.string(),
    }),
  }),
);

export function credentialOf(item: Item): SealedCredential {
  return StoredCredential.parse(item);
}

/** Both rows of a new version: the one that stays, and the live one. `version` beside them is for conditions. */
export function credentialRows({ tenantId, metadata, sealed }: SealedCredential): {
  readonly version: NewItem;
  readonly live: NewItem;
} {
  const owner = { tenantId, connectionId: metadata.apiConnectionId };
  const content = { tenantId, metadata, sealed, version: metadata.version };
  const versionKey = credentialVersionKey({ ...owner, id: metadata.id, version: metadata.version });
  return { version: { ...versionKey, ...content }, live: { ...liveCredentialKey(owner), ...content } };
}
