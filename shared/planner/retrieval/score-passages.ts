import { FIELD } from './fields.ts';
import { isCommon, K1, lookUp, type Occurrence, type Pool } from './pool.ts';
import type { Request } from './read-request.ts';

/** How much a word counts by the place it stands in. */
const PLACE_WEIGHTS: readonly (readonly [number, number])[] = [
  [FIELD.name, 3],
  [FIELD.resource, 2.4],
  [FIELD.path, 1.5],
  [FIELD.summary, 2],
  [FIELD.tags, 1],
  [FIELD.inputs, 0.5],
  [FIELD.outputs, 0.4],
  [FIELD.description, 1.3],
];
/** By the set of places. */
const WEIGHT_OF = Float32Array.from({ length: 256 }, (_, places) =>
  PLACE_WEIGHTS.reduce((sum, [place, weight]) => sum + ((places & place) === 0 ? 0 : weight), 0),
);
/** Of a word that was not said but means the same as one that was. */
const SYNONYM = 0.2;
/** What an API gains whose whole name is said. */
const NAMED_API = 1;

/** The words of a request in a pool, and for each passage the text score of every operation. */
export interface Scores {
  readonly words: readonly Occurrence[];
  /** The same by hash, with what means the same as a word. */
  readonly occurrences: ReadonlyMap<number, Occurrence>;
  /** By passage. */
  readonly scores: readonly Float32Array[];
}

/** BM25F over every passage at once. */
export function scorePassages(pool: Pool, { words, passages }: Request): Scores {
  const scores = passages.map(() => new Float32Array(pool.size));
  const byHash = new Map<number, Target[]>();
  passages.forEach(({ mentions }, at) => {
    const passage = scores[at];
    if (!passage) return;
    const weights = new Map<number, number>();
    for (const { word, weight } of mentions) {
      const said = words[word];
      if (!said) continue;
      weights.set(said.hash, Math.max(weight, weights.get(said.hash) ?? 0));
      if (weight < 0.5) continue;
      for (const other of said.synonyms)
        weights.set(other, Math.max(SYNONYM * weight, weights.get(other) ?? 0));
    }
    for (const [hash, weight] of weights) {
      const list = byHash.get(hash);
      if (list) list.push({ passage, weight });
      else byHash.set(hash, [{ passage, weight }]);
    }
  });
  const occurrences = new Map<number, Occurrence>();
  for (const [hash, targets] of byHash) {
    const occurrence = lookUp(pool, hash);
    occurrences.set(hash, occurrence);
    if (targets.every(({ weight }) => weight <= SYNONYM) && isCommon(pool, occurrence)) continue;
    addWord(pool, occurrence, targets);
  }
  favourNamedApis(pool, words, scores);
  return {
    words: words.map(({ hash }) => occurrences.get(hash) ?? lookUp(pool, hash)),
    occurrences,
    scores,
  };
}

/** What is said of an API by its name counts for all of its operations, and in every part of the request. */
function favourNamedApis(pool: Pool, words: Request['words'], scores: readonly Float32Array[]): void {
  const said = new Set(words.map(({ hash }) => hash));
  pool.titles.forEach((title, number) => {
    let all = 0;
    let named = 0;
    for (const hash of title) {
      const rarity = Math.log(1 + pool.titles.length / pool.titles.filter((other) => other.has(hash)).length);
      all += rarity;
      if (said.has(hash)) named += rarity;
    }
    if (named === 0) return;
    const factor = 1 + (NAMED_API * named) / all;
    const from = pool.bases[number] ?? 0;
    const to = pool.bases[number + 1] ?? pool.size;
    for (const passage of scores)
      for (let at = from; at < to; at += 1) passage[at] = (passage[at] ?? 0) * factor;
  });
}

interface Target {
  readonly passage: Float32Array;
  readonly weight: number;
}

function addWord(pool: Pool, { rarity, places }: Occurrence, targets: readonly Target[]): void {
  const { segments, bases, norms } = pool;
  const scale = rarity * (K1 + 1);
  const [first, ...others] = targets;
  if (!first) return;
  for (let number = 0; number < segments.length; number += 1) {
    const place = places[number] ?? -1;
    const segment = segments[number];
    if (place < 0 || !segment) continue;
    const { postings, places: fields, termStarts } = segment;
    const base = bases[number] ?? 0;
    const end = termStarts[place + 1] ?? 0;
    for (let at = termStarts[place] ?? 0; at < end; at += 1) {
      const operation = base + (postings[at] ?? 0);
      const weight = WEIGHT_OF[fields[at] ?? 0] ?? 0;
      const score = (scale * weight) / (weight + (norms[operation] ?? 0));
      first.passage[operation] = (first.passage[operation] ?? 0) + first.weight * score;
      for (const target of others)
        target.passage[operation] = (target.passage[operation] ?? 0) + target.weight * score;
    }
  }
}
