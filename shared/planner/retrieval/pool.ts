import { termsOf } from '../text.ts';
import { hashOf } from './hash.ts';
import { indexIn, type Segment } from './segment.ts';

/** BM25 constants; `B` is low, since a long description is no fault of an operation. */
export const K1 = 1.4;
const B = 0.4;
/** Words that are as common as this tell operations apart no more, as another word for what was said. */
const FEW = 200;
const COMMON = 0.02;
/** Stems that a pool remembers. */
const KNOWN = 4000;

/** Segments as one numbering of operations: those of segment i begin at `bases[i]`. */
export interface Pool {
  readonly segments: readonly Segment[];
  readonly bases: Uint32Array;
  readonly size: number;
  /** By operation: what BM25 adds to the weight of a word for the length of the operation. */
  readonly norms: Float32Array;
  /** By segment: the stems of what the API is called, as hashes. */
  readonly titles: readonly ReadonlySet<number>[];
  /** Stems that have been looked up. */
  readonly known: Map<number, Occurrence>;
}

/** An API to search: its segment, and what its connection is called. */
export interface Searched {
  readonly segment: Segment;
  readonly name: string;
}

/** Pools that are kept, since the requests of a workspace are about the same APIs. */
const KEPT = 8;
const kept: { readonly apis: readonly Searched[]; readonly pool: Pool }[] = [];

/** Takes APIs together; the same segments under the same names give the same pool again. */
export function poolOf(apis: readonly Searched[]): Pool {
  const at = kept.findIndex((other) => isSame(other.apis, apis));
  const [found = { apis, pool: makePool(apis) }] = at < 0 ? [] : kept.splice(at, 1);
  kept.unshift(found);
  kept.splice(KEPT);
  return found.pool;
}

function isSame(a: readonly Searched[], b: readonly Searched[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ segment, name }, at) => segment === b[at]?.segment && name === b[at].name)
  );
}

function makePool(apis: readonly Searched[]): Pool {
  const segments = apis.map(({ segment }) => segment);
  const bases = new Uint32Array(segments.length);
  let size = 0;
  let total = 0;
  segments.forEach((segment, at) => {
    bases[at] = size;
    size += segment.lengths.length;
    for (const length of segment.lengths) total += length;
  });
  const mean = Math.max(1, total / Math.max(1, size));
  const norms = new Float32Array(size);
  segments.forEach(({ lengths }, at) => {
    const base = bases[at] ?? 0;
    for (let own = 0; own < lengths.length; own += 1)
      norms[base + own] = K1 * (1 - B + (B * (lengths[own] ?? 0)) / mean);
  });
  const titles = apis.map(({ segment, name }) => new Set([...segment.title, ...termsOf(name).map(hashOf)]));
  return { segments, bases, size, norms, titles, known: new Map() };
}

/** The segment that an operation of the pool stands in. */
export function segmentAt({ bases }: Pool, operation: number): number {
  let low = 0;
  let high = bases.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((bases[middle] ?? 0) <= operation) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where a stem stands in the pool. */
export interface Occurrence {
  /** Inverse document frequency over the pool. */
  readonly rarity: number;
  /** By segment: the number of the stem there, or -1. */
  readonly places: Int32Array;
  readonly holders: number;
}

/** Looks a stem up in every segment. */
export function lookUp({ segments, size, known }: Pool, hash: number): Occurrence {
  const found = known.get(hash);
  if (found) return found;
  const places = new Int32Array(segments.length);
  let holders = 0;
  for (let number = 0; number < segments.length; number += 1) {
    const segment = segments[number];
    const place = segment === undefined ? -1 : indexIn(segment.terms, hash);
    places[number] = place;
    if (place >= 0 && segment)
      holders += (segment.termStarts[place + 1] ?? 0) - (segment.termStarts[place] ?? 0);
  }
  const rarity = Math.log(1 + (size - holders + 0.5) / (holders + 0.5));
  const occurrence = { rarity, places, holders };
  if (known.size >= KNOWN) known.clear();
  known.set(hash, occurrence);
  return occurrence;
}

/** Whether a stem stands in so many operations that, as another word for what was said, it tells none of them apart. */
export function isCommon({ size }: Pool, { holders }: Occurrence): boolean {
  return holders > Math.max(FEW, size * COMMON);
}
