import type { Candidates } from './candidates.ts';
import type { Passage, Request } from './read-request.ts';
import type { Scores } from './score-passages.ts';

/** What the text scores of the parts say of an operation. */
interface Text {
  /** The part that it serves best, by the number of its passage. */
  readonly part: number;
  /** 1 for the best operation of the whole request, 1/2 for the second; 0 for one that is not among its best. */
  readonly wholeRank: number;
  /** The same of the part where it ranks best. */
  readonly partRank: number;
  /** How much of what a part says it holds, against the operation that holds most. */
  readonly partStrength: number;
  /** Whether it is near to several parts. */
  readonly partSum: number;
  /** How far the best of a part stands before the second. */
  readonly margin: number;
}

/** Compares an operation with the others by the text scores of the parts. Parts are all passages but the whole. */
export function comparePassages(
  { passages }: Request,
  { scores, words }: Scores,
  { tops, slots, operations }: Candidates,
): (operation: number, slot: number) => Text {
  const count = passages.length;
  const scoreOf = (at: number, place: number): number => scores[at]?.[tops[at]?.[place] ?? -1] ?? 0;
  const bests = passages.map((_, at) => scoreOf(at, 0));
  const strengths = passages.map((passage, at) => scoreOf(at, 0) / (rarityOf(passage, words) || Infinity));
  const strongest = Math.max(1e-9, ...strengths);
  const ranks = new Float32Array(operations.length * count);
  tops.forEach((top, at) => {
    top.forEach((operation, rank) => {
      ranks[(slots[operation] ?? 0) * count + at] = 1 / (rank + 1);
    });
  });
  const first = count === 1 ? 0 : 1;
  return (operation, slot) => {
    let [part, most, partRank, strength, sum, margin] = [first, -1, 0, 0, 0, 0];
    for (let at = first; at < count; at += 1) {
      const best = bests[at] ?? 0;
      const share = best === 0 ? 0 : (scores[at]?.[operation] ?? 0) / best;
      const rank = ranks[slot * count + at] ?? 0;
      if (share > most) {
        most = share;
        part = at;
      }
      partRank = Math.max(partRank, rank);
      strength = Math.max(strength, share * (strengths[at] ?? 0));
      sum += share ** 4;
      if (rank === 1) margin = Math.max(margin, 1 - scoreOf(at, 1) / (best || 1));
    }
    return {
      part,
      wholeRank: ranks[slot * count] ?? 0,
      partRank,
      partStrength: strength / strongest,
      partSum: Math.sqrt(sum),
      margin,
    };
  };
}

function rarityOf({ mentions }: Passage, words: Scores['words']): number {
  return mentions.reduce((sum, { word, weight }) => sum + (weight < 0.5 ? 0 : (words[word]?.rarity ?? 0)), 0);
}
