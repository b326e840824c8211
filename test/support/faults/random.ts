/** Numbers from 0 up to 1 that follow from a seed (mulberry32, public domain): a failure can be looked at again. */
export interface Random {
  (): number;
  /** Whether something happens that does so with this chance. */
  readonly chance: (probability: number) => boolean;
  /** A whole number below `count`. */
  readonly below: (count: number) => number;
  readonly pick: <T>(from: readonly [T, ...T[]]) => T;
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return Object.assign(next, {
    chance: (probability: number) => next() < probability,
    below,
    pick: <T>(from: readonly [T, ...T[]]): T => from[below(from.length)] ?? from[0],
  });
}
