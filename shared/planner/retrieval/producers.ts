import { indexIn, type Segment } from './segment.ts';

/** A key by the last word of its name is less sure. */
const BY_HEAD = 0.6;
/** That what a request names must be looked up first is less sure. */
const BY_NAME = 0.7;

/** A key that an operation must be told, with how needful it is, 0 to 1. */
interface Lack {
  readonly key: number;
  readonly head: number;
  readonly weight: number;
}

/** The keys that an operation of a segment must be told. */
export function lacksOf(segment: Segment, operation: number): readonly Lack[] {
  const found: Lack[] = [];
  const end = segment.needStarts[operation + 1] ?? 0;
  for (let at = segment.needStarts[operation] ?? 0; at < end; at += 1) {
    const weight = (segment.needWeights[at] ?? 0) / 255;
    found.push({ key: segment.needKeys[at] ?? 0, head: segment.needHeads[at] ?? 0, weight });
  }
  return found;
}

/** The operations of a segment whose answers hold a key, with how surely, 0 to 1. */
export function producersOf(segment: Segment, { key, head, weight }: Lack): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const add = (hash: number, sure: number): void => {
    const place = indexIn(segment.keys, hash);
    if (place < 0) return;
    for (let at = segment.keyStarts[place] ?? 0; at < (segment.keyStarts[place + 1] ?? 0); at += 1) {
      const producer = segment.providers[at] ?? 0;
      const strength = (sure * weight * (segment.strengths[at] ?? 0)) / 255;
      found.set(producer, Math.max(strength, found.get(producer) ?? 0));
    }
  };
  add(key, 1);
  add(head, BY_HEAD);
  return found;
}

/**
 * For each key that an operation must be told: who in its own segment can tell it. Where the request names something,
 * what finds things by their names is one of these lists.
 */
export function suppliersOf(
  segment: Segment,
  operation: number,
  names: boolean,
): readonly ReadonlyMap<number, number>[] {
  const lists = lacksOf(segment, operation).map((lack) => new Map(producersOf(segment, lack)));
  if (names) lists.push(new Map(Array.from(segment.searchers, (other) => [other, BY_NAME])));
  for (const list of lists) list.delete(operation);
  return lists.filter((list) => list.size > 0);
}
