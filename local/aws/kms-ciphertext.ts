import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Names and values that a ciphertext is bound to; decrypting needs the same ones, in any order. */
export type EncryptionContext = Readonly<Record<string, string>>;

/** First byte of every blob, so that its layout can change later. */
const LAYOUT = 1;
const KEY_ID_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES;

/**
 * Encrypts under a key's master with AES-256-GCM (NIST SP 800-38D). The blob is layout, key id, nonce, tag, ciphertext;
 * the header and the encryption context are authenticated.
 */
export function seal(options: {
  readonly keyId: string;
  readonly master: Buffer;
  readonly plaintext: Buffer;
  readonly context: EncryptionContext;
}): Buffer {
  const header = Buffer.concat([Buffer.of(LAYOUT), Buffer.from(options.keyId.replaceAll('-', ''), 'hex')]);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', options.master, nonce);
  cipher.setAAD(authenticated(header, options.context));
  const body = Buffer.concat([cipher.update(options.plaintext), cipher.final()]);
  return Buffer.concat([header, nonce, cipher.getAuthTag(), body]);
}

/** The plaintext, or `undefined` where the blob, the key or the context is not the one it was sealed with. */
export function unseal(options: {
  readonly master: Buffer;
  readonly blob: Buffer;
  readonly context: EncryptionContext;
}): Buffer | undefined {
  const { master, blob, context } = options;
  const bodyStart = HEADER_BYTES + NONCE_BYTES + TAG_BYTES;
  if (blob.length < bodyStart) return undefined;
  const nonce = blob.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', master, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(authenticated(blob.subarray(0, HEADER_BYTES), context));
  decipher.setAuthTag(blob.subarray(HEADER_BYTES + NONCE_BYTES, bodyStart));
  try {
    return Buffer.concat([decipher.update(blob.subarray(bodyStart)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** The id (a UUID) of the key that a blob was sealed under; `undefined` where it is no blob of ours. */
export function keyIdOf(blob: Buffer): string | undefined {
  if (blob.length < HEADER_BYTES || blob[0] !== LAYOUT) return undefined;
  const hex = blob.toString('hex', 1, HEADER_BYTES);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Lengths go before the parts, so that no two contexts have the same bytes. */
function authenticated(header: Buffer, context: EncryptionContext): Buffer {
  const parts = [header];
  for (const [name, value] of Object.entries(context).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    for (const text of [name, value]) {
      const bytes = Buffer.from(text, 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      parts.push(length, bytes);
    }
  }
  return Buffer.concat(parts);
}
