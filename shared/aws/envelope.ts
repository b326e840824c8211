import { timingSafeEqual } from 'node:crypto';
import type { SecretContext } from '../ports.ts';
import { hkdfSha256, KEY_BYTES, NONCE_BYTES, openGcm, sealGcm, TAG_BYTES } from './aead.ts';

/**
 * The message half of an envelope: a committing AEAD after algorithm suite 0x0478 of the AWS Encryption SDK
 * ("AWS Encryption SDK algorithms reference"), with HKDF-SHA-256. See docs/decisions/0004-credential-envelope.md.
 *
 *     1 byte    format, 0x01
 *     32 bytes  message id, random: the HKDF salt
 *     32 bytes  commitment: HKDF(data key, message id, "apiq-envelope-1 commit")
 *     n bytes   AES-256-GCM under HKDF(data key, message id, "apiq-envelope-1 encrypt")
 *     16 bytes  its tag over the 65 bytes above, the context and the ciphertext
 *
 * The encryption key is new for every message id, so the nonce is fixed. The commitment makes it impossible to build
 * one message that opens under two data keys.
 */
const FORMAT = 0x01;
const ID_BYTES = 32;
const COMMITMENT_BYTES = 32;
const HEADER_BYTES = 1 + ID_BYTES + COMMITMENT_BYTES;
const NONCE = Buffer.alloc(NONCE_BYTES);
const COMMIT = Buffer.from('apiq-envelope-1 commit');
const ENCRYPT = Buffer.from('apiq-envelope-1 encrypt');

/** Bytes of a message id. */
export const MESSAGE_ID_BYTES = ID_BYTES;

/** Seals under a data key of 32 bytes. `messageId`: 32 random bytes, never used twice. */
export function sealMessage({
  dataKey,
  messageId,
  context,
  plaintext,
}: {
  dataKey: Uint8Array;
  messageId: Uint8Array;
  context: SecretContext;
  plaintext: Uint8Array;
}): Buffer {
  if (dataKey.length !== KEY_BYTES || messageId.length !== ID_BYTES)
    throw new Error('A key or id has another length.');
  const { key, commitment } = deriveKeys(dataKey, messageId);
  const header = Buffer.concat([Buffer.from([FORMAT]), messageId, commitment]);
  const sealed = sealGcm({ key, nonce: NONCE, header: authenticated(header, context), plaintext });
  key.fill(0);
  return Buffer.concat([header, sealed]);
}

/** The plaintext; undefined where key, context or any bit differs from what was sealed. */
export function openMessage({
  dataKey,
  context,
  message,
}: {
  dataKey: Uint8Array;
  context: SecretContext;
  message: Uint8Array;
}): Buffer | undefined {
  if (message.length < HEADER_BYTES + TAG_BYTES || message[0] !== FORMAT || dataKey.length !== KEY_BYTES) {
    return undefined;
  }
  const header = message.subarray(0, HEADER_BYTES);
  const { key, commitment } = deriveKeys(dataKey, header.subarray(1, 1 + ID_BYTES));
  // First: a key that is not the committed one must not decrypt anything.
  if (!timingSafeEqual(commitment, header.subarray(1 + ID_BYTES))) return undefined;
  const sealed = message.subarray(HEADER_BYTES);
  const plaintext = openGcm({ key, nonce: NONCE, header: authenticated(header, context), sealed });
  key.fill(0);
  return plaintext;
}

function deriveKeys(
  dataKey: Uint8Array,
  messageId: Uint8Array,
): { readonly key: Buffer; readonly commitment: Buffer } {
  return {
    key: hkdfSha256({ key: dataKey, salt: messageId, info: ENCRYPT, bytes: KEY_BYTES }),
    commitment: hkdfSha256({ key: dataKey, salt: messageId, info: COMMIT, bytes: COMMITMENT_BYTES }),
  };
}

/** Header and context; each member is preceded by its length, so that no two contexts give the same bytes. */
function authenticated(header: Uint8Array, context: SecretContext): Buffer {
  const members = Object.entries(context).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat([header, ...members.flat().flatMap(withLength)]);
}

function withLength(text: string): readonly Buffer[] {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return [length, bytes];
}
