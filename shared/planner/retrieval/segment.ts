/**
 * The retrieval index of one version of a catalogue, over typed arrays. An operation is its number in the catalogue;
 * stems and resources are 32-bit hashes (`hashOf`). Immutable.
 */
export interface Segment {
  /** Stems in ascending order of their hashes; the postings of stem i are at `termStarts[i]` to `termStarts[i + 1]`. */
  readonly terms: Uint32Array;
  readonly termStarts: Uint32Array;
  readonly postings: Uint16Array;
  /** The places (`FIELD`) of each posting. */
  readonly places: Uint8Array;
  /** By operation: how many different stems it has, and how many of them name it. */
  readonly lengths: Uint16Array;
  readonly nameLengths: Uint8Array;
  /** By operation: `intentNumber` and `TRAIT` bits. */
  readonly intents: Uint8Array;
  readonly traits: Uint8Array;
  /** By operation: the stem of its verb. */
  readonly verbs: Uint32Array;
  /** What the operations must be told: those of operation i are at `needStarts[i]` to `needStarts[i + 1]`. */
  readonly needStarts: Uint32Array;
  readonly needKeys: Uint32Array;
  readonly needHeads: Uint32Array;
  /** In 1/255. */
  readonly needWeights: Uint8Array;
  /** Who can tell it, best first: those of key i are at `keyStarts[i]` to `keyStarts[i + 1]`. Keys ascend. */
  readonly keys: Uint32Array;
  readonly keyStarts: Uint32Array;
  readonly providers: Uint16Array;
  /** In 1/255. */
  readonly strengths: Uint8Array;
  /** Operations that find things by a text and need no key themselves, the shortest paths first. */
  readonly searchers: Uint16Array;
  /** Stems of the API's own name. */
  readonly title: Uint32Array;
}

/** What is true of an operation whatever is asked. */
export const TRAIT = { deprecated: 1, changes: 2, searches: 4 } as const;

/** The member arrays of a segment, in the order in which they are stored. */
const LAYOUT = {
  terms: Uint32Array,
  termStarts: Uint32Array,
  postings: Uint16Array,
  places: Uint8Array,
  lengths: Uint16Array,
  nameLengths: Uint8Array,
  intents: Uint8Array,
  traits: Uint8Array,
  verbs: Uint32Array,
  needStarts: Uint32Array,
  needKeys: Uint32Array,
  needHeads: Uint32Array,
  needWeights: Uint8Array,
  keys: Uint32Array,
  keyStarts: Uint32Array,
  providers: Uint16Array,
  strengths: Uint8Array,
  searchers: Uint16Array,
  title: Uint32Array,
} as const satisfies Record<keyof Segment, unknown>;

/** `APQ1`: a segment of another make is built anew. */
const MAGIC = 0x31515041;
const NAMES = Object.keys(LAYOUT) as (keyof Segment)[];
const HEADER = 4 * (1 + NAMES.length);
const aligned = (bytes: number): number => (bytes + 3) & ~3;

/** A segment as bytes: the magic number, the length of each array in bytes, the arrays; little-endian, 4-byte aligned. */
export function packSegment(segment: Segment): Uint8Array {
  const size = NAMES.reduce((sum, name) => sum + aligned(segment[name].byteLength), HEADER);
  const bytes = new Uint8Array(size);
  const header = new Uint32Array(bytes.buffer, 0, 1 + NAMES.length);
  header[0] = MAGIC;
  let at = HEADER;
  NAMES.forEach((name, number) => {
    const { buffer, byteOffset, byteLength } = segment[name];
    header[1 + number] = byteLength;
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += aligned(byteLength);
  });
  return bytes;
}

/** The segment in these bytes, without a copy; undefined where they are none of this version. */
export function openSegment(bytes: Uint8Array): Segment | undefined {
  // Views of 32 bits must begin at a multiple of 4.
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  if (bytes.byteLength < HEADER) return undefined;
  const header = new Uint32Array(buffer, byteOffset, 1 + NAMES.length);
  if (header[0] !== MAGIC) return undefined;
  let at = HEADER;
  const arrays: Partial<Record<keyof Segment, unknown>> = {};
  for (const [number, name] of NAMES.entries()) {
    const length = header[1 + number] ?? 0;
    if (at + length > bytes.byteLength) return undefined;
    const Numbers = LAYOUT[name];
    arrays[name] = new Numbers(buffer as ArrayBuffer, byteOffset + at, length / Numbers.BYTES_PER_ELEMENT);
    at += aligned(length);
  }
  return arrays as unknown as Segment; // Each name of the layout has been given the array that the layout says.
}

/** Where `value` stands in an ascending array; -1 where it does not. */
export function indexIn(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = sorted[middle] ?? 0;
    if (found === value) return middle;
    if (found < value) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
