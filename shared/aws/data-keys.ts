import type { SecretContext } from '../ports.ts';

/** A data key in both forms. */
interface DataKey {
  readonly plaintext: Uint8Array;
  readonly encrypted: Uint8Array;
}

/** The key service. Errors: SERVICE_UNAVAILABLE where it cannot be reached; undefined for what it cannot open. */
export interface DataKeys {
  generate(request: { readonly keyArn: string; readonly context: SecretContext }): Promise<DataKey>;
  decrypt(request: {
    readonly keyArn: string;
    readonly encrypted: Uint8Array;
    readonly context: SecretContext;
  }): Promise<Uint8Array | undefined>;
}
