import { CHOICE_FEATURES, HISTORY_FEATURES, SILENT_FEATURES } from './choice-features.ts';
import { flag, rowOf, weigh } from './feature-row.ts';
import type { Arc, Lattice } from './lattice.ts';
import type { OperationView } from './operation-view.ts';
import { supplyOf } from './supply.ts';

/** A reading of a request: what is asked for, in order, and which atoms ask for nothing. */
export interface Reading {
  readonly arcs: readonly Arc[];
  readonly silent: readonly number[];
  readonly score: number;
}

/** Readings that are followed at each place of the request. */
const BEAM = 10;
/** Operations that are followed for each span. */
const PER_SPAN = 6;
/** From this on a field surely supplies an input. */
const LINKED = 0.7;

/** The names of the weights of a reading, in a row: of operations, of what was chosen before (`^`), of silence (`~`). */
export const READING_WEIGHTS: readonly string[] = [
  ...CHOICE_FEATURES,
  ...HISTORY_FEATURES.map((name) => `^${name}`),
  ...SILENT_FEATURES.map((name) => `~${name}`),
];
const AT_COVERED = SILENT_FEATURES.indexOf('covered');
const AT_HISTORY = CHOICE_FEATURES.length;
const AT_SILENT = AT_HISTORY + HISTORY_FEATURES.length;

/**
 * The likeliest readings of a request, best first, by a beam search over its atoms: each is silent or begins a span that an
 * operation serves. `bonus` is added to an arc when weights are fitted; undefined forbids the arc.
 */
export function readingsOf(
  lattice: Lattice,
  weights: ArrayLike<number>,
  bonus?: (arc: Arc, before: readonly Arc[]) => number | undefined,
): readonly Reading[] {
  const count = lattice.silent.length;
  const beams: Reading[][] = Array.from({ length: count + 1 }, () => []);
  beams[0]?.push({ arcs: [], silent: [], score: 0 });
  const starting = scoredArcs(lattice, weights, bonus === undefined ? PER_SPAN : Infinity);
  for (let at = 0; at < count; at += 1) {
    for (const reading of best(beams[at] ?? [])) {
      const told = toldBy(reading.arcs);
      const quiet = reading.score + weigh(weights, silentFeatures(lattice, at, told), AT_SILENT);
      beams[at + 1]?.push({ arcs: reading.arcs, silent: [...reading.silent, at], score: quiet });
      for (const { arc, score } of starting.get(at) ?? []) {
        const extra = bonus === undefined ? 0 : bonus(arc, reading.arcs);
        if (extra === undefined) continue;
        const history = weigh(weights, historyFeatures(arc, reading.arcs, told, lattice.apis), AT_HISTORY);
        beams[arc.span.end]?.push({
          arcs: [...reading.arcs, arc],
          silent: reading.silent,
          score: reading.score + score + extra + history,
        });
      }
    }
  }
  return best(beams[count] ?? []);
}

/** The sum of all features of a reading, in the order of `READING_WEIGHTS`. */
export function readingFeatures(lattice: Lattice, { arcs }: Reading): Float64Array {
  const sum = new Float64Array(READING_WEIGHTS.length);
  const add = (features: readonly number[], from: number): void => {
    features.forEach((value, place) => {
      sum[from + place] = (sum[from + place] ?? 0) + value;
    });
  };
  let at = 0;
  for (let place = 0; place <= arcs.length; place += 1) {
    const arc = arcs[place];
    const before = arcs.slice(0, place);
    const told = toldBy(before);
    for (; at < (arc?.span.first ?? lattice.silent.length); at += 1)
      add(silentFeatures(lattice, at, told), AT_SILENT);
    if (!arc) break;
    add(arc.features, 0);
    add(historyFeatures(arc, before, told, lattice.apis), AT_HISTORY);
    at = arc.span.end;
  }
  return sum;
}

/** How well an operation serves a span by itself. */
export function arcScore(weights: ArrayLike<number>, arc: Arc): number {
  return weigh(weights, arc.features);
}

/** What a request scores that asks for nothing at all. */
export function silenceScore(lattice: Lattice, weights: ArrayLike<number>): number {
  return lattice.silent.reduce(
    (sum, _, at) => sum + weigh(weights, silentFeatures(lattice, at, NOTHING), AT_SILENT),
    0,
  );
}

function best(readings: readonly Reading[]): readonly Reading[] {
  return readings.toSorted((a, b) => b.score - a.score).slice(0, BEAM);
}

function scoredArcs(
  lattice: Lattice,
  weights: ArrayLike<number>,
  perSpan: number,
): ReadonlyMap<number, readonly { readonly arc: Arc; readonly score: number }[]> {
  const starting = new Map<number, { arc: Arc; score: number }[]>();
  for (const arcs of lattice.spans) {
    const scored = arcs.map((arc) => ({ arc, score: arcScore(weights, arc) }));
    const first = arcs[0]?.span.first ?? 0;
    const kept =
      perSpan < scored.length ? scored.toSorted((a, b) => b.score - a.score).slice(0, perSpan) : scored;
    starting.set(first, [...(starting.get(first) ?? []), ...kept]);
  }
  return starting;
}

function silentFeatures(lattice: Lattice, at: number, told: ReadonlySet<string>): readonly number[] {
  const known = shareOf(lattice.terms[at] ?? [], told);
  const row = lattice.silent[at] ?? [];
  const news = Math.max(0, (row[AT_COVERED] ?? 0) - known);
  return [...row, known, news, lattice.asks[at] === true ? news : 0];
}

/** The share of a text's stems, its verb left out, that earlier calls tell. */
function shareOf(terms: readonly string[], told: ReadonlySet<string>): number {
  if (terms.length < 2 || told.size === 0) return 0;
  let known = 0;
  for (let at = 1; at < terms.length; at += 1) if (told.has(terms[at] ?? '')) known += 1;
  return known / (terms.length - 1);
}

const NOTHING: ReadonlySet<string> = new Set();
const TOLD = new WeakMap<readonly Arc[], ReadonlySet<string>>();

/** Stems of what the chosen operations are called and answer. */
function toldBy(arcs: readonly Arc[]): ReadonlySet<string> {
  const known = TOLD.get(arcs);
  if (known) return known;
  const told = new Set(
    arcs.flatMap(({ view }) => [
      ...view.outputs.filter((output) => output.depth < 2).flatMap((output) => output.terms),
      ...view.nameTerms,
      ...view.pathTerms,
    ]),
  );
  TOLD.set(arcs, told);
  return told;
}

function historyFeatures(
  arc: Arc,
  before: readonly Arc[],
  told: ReadonlySet<string>,
  apis: number,
): readonly number[] {
  const last = before.at(-1)?.view.api;
  const goesOn = apis > 1 && last !== undefined;
  const same = before.filter((other) => other.view === arc.view);
  const known = new Set(same.flatMap((other) => other.span.entities.map((entity) => entity.value)));
  const fresh = same.length > 0 && arc.span.entities.some((entity) => !known.has(entity.value));
  return rowOf(HISTORY_FEATURES, {
    again: flag(same.length > 0),
    againFresh: flag(fresh),
    first: flag(before.length === 0),
    sameApi: flag(goesOn && last === arc.view.api),
    otherApi: flag(goesOn && last !== arc.view.api),
    linked: flag(before.some((other) => links(other.view, arc.view))),
    told: shareOf(arc.span.terms, told),
  });
}

const LINKS = new WeakMap<OperationView, WeakMap<OperationView, boolean>>();

/** Whether the answer of one operation surely supplies a required input of another. */
function links(producer: OperationView, consumer: OperationView): boolean {
  // An id of one API is none of another.
  if (producer === consumer || producer.api !== consumer.api) return false;
  const known = LINKS.get(producer) ?? new WeakMap<OperationView, boolean>();
  LINKS.set(producer, known);
  const found =
    known.get(consumer) ??
    consumer.inputs.some(
      (input) => input.required && (supplyOf(input, consumer, producer)?.score ?? 0) >= LINKED,
    );
  known.set(consumer, found);
  return found;
}
