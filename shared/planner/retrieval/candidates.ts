import { NAMING } from './fields.ts';
import type { Request } from './read-request.ts';
import { suppliersOf } from './producers.ts';
import { isCommon, segmentAt, type Pool } from './pool.ts';
import type { Scores } from './score-passages.ts';

/** Operations kept of the whole request, and of each of its parts. */
const OF_WHOLE = 40;
const OF_PART = 20;

/** The best operations of each passage, best first, and all of them together. */
export interface Candidates {
  /** By passage; operations by their number in the pool. */
  readonly tops: readonly (readonly number[])[];
  /** The place of an operation in `operations`; -1 where it is none of them. */
  readonly slots: Int16Array;
  readonly operations: readonly number[];
}

/** Takes the best of every passage. */
export function chooseCandidates(pool: Pool, { names }: Request, { scores }: Scores): Candidates {
  const tops = scores.map((passage, at) => best(passage, at === 0 ? OF_WHOLE : OF_PART));
  const slots = new Int16Array(pool.size).fill(-1);
  const operations: number[] = [];
  const add = (operation: number): void => {
    if (slots[operation] !== -1) return;
    slots[operation] = operations.length;
    operations.push(operation);
  };
  for (const top of tops) for (const operation of top) add(operation);
  const consumers = new Set(tops.flatMap((top, at) => top.slice(0, at === 0 ? OF_WHOLE / 4 : OF_PART / 4)));
  for (const operation of consumers) {
    const number = segmentAt(pool, operation);
    const segment = pool.segments[number];
    const base = pool.bases[number] ?? 0;
    if (segment)
      for (const list of suppliersOf(segment, operation - base, names))
        for (const other of list.keys()) add(base + other);
  }
  return { tops, slots, operations };
}

function best(scores: Float32Array, count: number): number[] {
  const top: number[] = [];
  let least = 0;
  for (let operation = 0; operation < scores.length; operation += 1) {
    const score = scores[operation] ?? 0;
    if (score <= least) continue;
    let at = top.length < count ? top.length : count - 1;
    for (; at > 0 && (scores[top[at - 1] ?? 0] ?? 0) < score; at -= 1) top[at] = top[at - 1] ?? 0;
    top[at] = operation;
    if (top.length === count) least = scores[top[count - 1] ?? 0] ?? 0;
  }
  return top;
}

/** Which words of a request each candidate holds: 1 the word itself, less for another word for it, 0 for neither. */
export interface Matches {
  /** `anywhere[candidate * words + word]`. */
  readonly anywhere: Float32Array;
  /** The same, in what names the operation. */
  readonly named: Float32Array;
}

const BY_SYNONYM = 0.3;

/** Looks only at the candidates, so that the answer stays small however large the pool is. */
export function matchWords(
  pool: Pool,
  { words }: Request,
  scores: Scores,
  { slots, operations }: Candidates,
): Matches {
  const anywhere = new Float32Array(operations.length * words.length);
  const named = new Float32Array(operations.length * words.length);
  const mark = (word: number, places: Int32Array, quality: number): void => {
    for (let number = 0; number < pool.segments.length; number += 1) {
      const place = places[number] ?? -1;
      const segment = pool.segments[number];
      if (place < 0 || !segment) continue;
      const { postings, places: fields, termStarts } = segment;
      const base = pool.bases[number] ?? 0;
      const end = termStarts[place + 1] ?? 0;
      for (let at = termStarts[place] ?? 0; at < end; at += 1) {
        const slot = slots[base + (postings[at] ?? 0)] ?? -1;
        if (slot < 0) continue;
        const cell = slot * words.length + word;
        if (quality > (anywhere[cell] ?? 0)) anywhere[cell] = quality;
        if (((fields[at] ?? 0) & NAMING) !== 0 && quality > (named[cell] ?? 0)) named[cell] = quality;
      }
    }
  };
  words.forEach((word, number) => {
    const occurrence = scores.words[number];
    if (occurrence) mark(number, occurrence.places, 1);
    for (const other of word.synonyms) {
      const found = scores.occurrences.get(other);
      if (found && !isCommon(pool, found)) mark(number, found.places, BY_SYNONYM);
    }
  });
  return { anywhere, named };
}
