import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The checksums that a client may send as `x-amz-checksum-<algorithm>`, base64 of the digest. */
const ALGORITHMS = new Map<string, (body: Buffer) => string>([
  ['crc32', (body) => toBase64(crc32(body))],
  ['crc32c', (body) => toBase64(crc32c(body))],
  ['sha1', (body) => createHash('sha1').update(body).digest('base64')],
  ['sha256', (body) => createHash('sha256').update(body).digest('base64')],
]);

/** The digest of a body, base64; `undefined` for an algorithm that is not spoken. */
export function checksum(algorithm: string, body: Buffer): string | undefined {
  return ALGORITHMS.get(algorithm)?.(body);
}

function toBase64(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes.toString('base64');
}

/** The Castagnoli polynomial, reflected (RFC 3720, appendix B.4). */
const POLYNOMIAL = 0x82f63b78;
const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? POLYNOMIAL ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32c(body: Buffer): number {
  let value = 0xffffffff;
  for (const byte of body) value = (TABLE[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
