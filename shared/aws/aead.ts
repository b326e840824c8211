import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

/** Bytes of an AES-256 key, of a GCM nonce and of a GCM tag. */
export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/** HKDF with SHA-256 (RFC 5869): extract and expand. */
export function hkdfSha256(input: {
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
  readonly info: Uint8Array;
  readonly bytes: number;
}): Buffer {
  return Buffer.from(hkdfSync('sha256', input.key, input.salt, input.info, input.bytes));
}

interface Gcm {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  /** Authenticated, not encrypted. */
  readonly header: Uint8Array;
}

/** AES-256-GCM (NIST SP 800-38D): the ciphertext and its 16-byte tag behind it. */
export function sealGcm({ key, nonce, header, plaintext }: Gcm & { readonly plaintext: Uint8Array }): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(header);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** The plaintext of `sealGcm`; undefined where anything differs. */
export function openGcm({
  key,
  nonce,
  header,
  sealed,
}: Gcm & { readonly sealed: Uint8Array }): Buffer | undefined {
  const at = sealed.length - TAG_BYTES;
  if (at < 0) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(header).setAuthTag(sealed.subarray(at));
  const plaintext = decipher.update(sealed.subarray(0, at));
  try {
    return Buffer.concat([plaintext, decipher.final()]);
  } catch {
    return undefined;
  }
}
