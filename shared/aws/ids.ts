import { ID_PREFIXES } from '../domain/ids.ts';
import type { Clock, Ids } from '../ports.ts';

/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** So many random bytes. */
export type RandomBytes = (count: number) => Uint8Array;

/** Ids like ULIDs (github.com/ulid/spec): 10 characters of time in milliseconds, 16 of randomness (80 bits). */
export function createIds({ clock, randomBytes }: { clock: Clock; randomBytes: RandomBytes }): Ids {
  return {
    next: (kind) => `${ID_PREFIXES[kind]}_${timePart(clock.now())}${randomPart(randomBytes(10))}`,
    uuid: () => uuidOf(randomBytes(16)),
  };
}

/** Version 4 with the bits of RFC 9562, section 5.4. */
function uuidOf(bytes: Uint8Array): string {
  const marked = bytes.map((byte, place) => {
    if (place === 6) return (byte & 0x0f) | 0x40;
    return place === 8 ? (byte & 0x3f) | 0x80 : byte;
  });
  return Buffer.from(marked)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function timePart(time: number): string {
  let rest = time;
  let text = '';
  for (let place = 0; place < 10; place += 1) {
    text = ALPHABET.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function randomPart(bytes: Uint8Array): string {
  const bits = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return Array.from({ length: 16 }, (_, place) =>
    ALPHABET.charAt(Number((bits >> BigInt(5 * (15 - place))) & 31n)),
  ).join('');
}
