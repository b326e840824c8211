import { createCipheriv } from 'node:crypto';

/**
 * One ciphertext of one block, and its tag, that AES-256-GCM opens under two keys: GCM does not commit to its key, since
 * GHASH is linear (Dodis, Grubbs, Ristenpart and Woodage, "Fast Message Franking", 2018, section 3).
 */
export function gcmCollision({
  keys: [first, second],
  nonce,
  header,
}: {
  keys: readonly [Buffer, Buffer];
  nonce: Buffer;
  header: Buffer;
}): Buffer {
  const sides = [first, second].map((key) => {
    const h = encrypt(key, Buffer.alloc(16));
    const mask = encrypt(key, Buffer.concat([nonce, Buffer.from([0, 0, 0, 1])]));
    return { h, mask, square: multiply(h, h), rest: ghashOfHeader(header, h) ^ mask };
  });
  const [a, b] = sides;
  if (a === undefined || b === undefined) throw new Error('There are two keys.');
  // rest_a + x * square_a = rest_b + x * square_b
  const block = multiply(a.rest ^ b.rest, inverse(a.square ^ b.square));
  return Buffer.concat([bytes(block), bytes(a.rest ^ multiply(block, a.square))]);
}

/** GHASH of the header, an empty place for the one block, and the lengths. */
function ghashOfHeader(header: Buffer, h: bigint): bigint {
  const padded = Buffer.concat([header, Buffer.alloc((16 - (header.length % 16)) % 16)]);
  let sum = 0n;
  for (let at = 0; at < padded.length; at += 16)
    sum = multiply(sum ^ number(padded.subarray(at, at + 16)), h);
  sum = multiply(sum, h);
  return multiply(sum ^ ((BigInt(header.length * 8) << 64n) | 128n), h);
}

const REDUCTION = 0xe1n << 120n;

/** In GF(2^128) with GCM's order of bits; NIST SP 800-38D, section 6.3. */
function multiply(x: bigint, y: bigint): bigint {
  let product = 0n;
  let shifted = y;
  for (let bit = 127n; bit >= 0n; bit -= 1n) {
    if ((x >> bit) & 1n) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ REDUCTION : shifted >> 1n;
  }
  return product;
}

/** By Fermat: x to the power of 2^128 - 2. */
function inverse(x: bigint): bigint {
  let power = x;
  let result = 1n << 127n;
  for (let bit = 1; bit < 128; bit += 1) {
    power = multiply(power, power);
    result = multiply(result, power);
  }
  return result;
}

function encrypt(key: Buffer, block: Buffer): bigint {
  return number(createCipheriv('aes-256-ecb', key, null).setAutoPadding(false).update(block));
}

const number = (block: Buffer) => BigInt(`0x${block.toString('hex')}`);
const bytes = (value: bigint) => Buffer.from(value.toString(16).padStart(32, '0'), 'hex');
