import { randomBytes } from 'node:crypto';

/** Secure random bytes; a test may bring its own. */
export type Random = (size: number) => Buffer;

export const systemRandom: Random = (size) => randomBytes(size);

/** A version 4 UUID (RFC 9562). */
export function newUuid(random: Random): string {
  const bytes = random(16);
  bytes[6] = (bytes.readUInt8(6) & 0x0f) | 0x40;
  bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Six digits. Of 2^48 values the remainder favours some codes by less than one in a hundred million. */
export function newCode(random: Random): string {
  return String(random(6).readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
}

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** An id of lower-case letters and digits, like those of pools and clients. */
export function newName(random: Random, length: number): string {
  return [...random(length)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
}
