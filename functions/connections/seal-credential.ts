import type { CredentialMetadata, CredentialSecret } from '../../shared/domain/connection.ts';
import { credentialContext } from '../../shared/domain/credential-context.ts';
import type { Json } from '../../shared/domain/json.ts';
import { Secret } from '../../shared/domain/secret.ts';
import type { Ids, SealedCredential, Vault } from '../../shared/ports.ts';

/** Encrypts a credential under the tenant's and the connection's context and gives it its metadata. */
export async function sealCredential({
  vault,
  ids,
  tenantId,
  connectionId,
  secret,
  previous,
  expiresAt,
  now,
}: {
  vault: Vault;
  ids: Ids;
  tenantId: string;
  connectionId: string;
  secret: CredentialSecret;
  previous: CredentialMetadata | undefined;
  expiresAt: string | undefined;
  now: string;
}): Promise<SealedCredential> {
  const plaintext: Json = JSON.parse(JSON.stringify(secret));
  const sealed = await vault.seal(new Secret(plaintext), credentialContext({ tenantId, connectionId }));
  return {
    tenantId,
    sealed,
    metadata: {
      id: previous?.id ?? ids.next('credential'),
      apiConnectionId: connectionId,
      isActive: true,
      version: (previous?.version ?? 0) + 1,
      ...(expiresAt === undefined ? {} : { expiresAt }),
      createdAt: previous?.createdAt ?? now,
      updatedAt: now,
    },
  };
}
