import type { CredentialMetadata } from '../domain/connection.ts';
import type { SecretContext } from '../domain/credential-context.ts';
import type { Json } from '../domain/json.ts';
import type { Secret } from '../domain/secret.ts';
import type { Change } from './changes.ts';

/** A credential as it lies in the table: ciphertext and what may be known of it. */
export interface SealedCredential {
  readonly metadata: CredentialMetadata;
  readonly tenantId: string;
  readonly sealed: SealedSecret;
}

/** What becomes of a connection's credential when the connection changes; `live` and `replaced` are the live version. */
export type CredentialChange =
  | { readonly kind: 'keep' }
  | { readonly kind: 'deactivate'; readonly live: CredentialMetadata }
  | { readonly kind: 'store'; readonly sealed: SealedCredential; readonly replaced?: CredentialMetadata };

/** An envelope: the data key under the KMS key, and the message under the data key. All base64. */
export interface SealedSecret {
  readonly format: 'apiq-envelope-1';
  readonly keyArn: string;
  readonly encryptedDataKey: string;
  readonly message: string;
}

/** KMS envelope encryption. */
export interface Vault {
  seal(plaintext: Secret<Json>, context: SecretContext): Promise<SealedSecret>;
  /** Data keys are cached for at most five minutes. Throws INTERNAL_ERROR where the context or the bytes are wrong. */
  open(sealed: SealedSecret, context: SecretContext): Promise<Secret<Json>>;
}

export interface CredentialStore {
  /** The live version's metadata; undefined where none is stored. */
  getMetadata(tenantId: string, connectionId: string): Promise<CredentialMetadata | undefined>;
  /** The live version with its ciphertext. */
  getSealed(tenantId: string, connectionId: string): Promise<SealedCredential | undefined>;
  /** Adds a version and makes it the live one; RESOURCE_NOT_FOUND where the connection does not exist. */
  put(credential: SealedCredential, change: Change): Promise<void>;
  /** Soft: the versions stay, none is live. RESOURCE_NOT_FOUND where there is none. */
  deactivate(tenantId: string, connectionId: string, at: string, change: Change): Promise<void>;
}
