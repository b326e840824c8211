import { isLight } from './light-words.ts';
import type { OperationView } from './operation-view.ts';
import { rarityOf, type OperationIndex } from './retrieve.ts';
import { stem, synonymsOf, termsOf, wordsOf } from './text.ts';
import { takesKey } from './things.ts';
import { intentOfVerb } from './verbs.ts';

const LIGHT_WEIGHT = 0.3;

/** How rare a stem is; words that are said of anything count little. */
export function weightOf(index: OperationIndex, term: string): number {
  return rarityOf(index, term) * (isLight(term) ? LIGHT_WEIGHT : 1);
}

/** Places of words, the telling ones first: name, summary, inputs, outputs, other text. */
export const SUMMARY = 1;
const ELSEWHERE = 4;

/** Where an operation holds which words. */
export interface Profile {
  /** The most telling place of each stem. */
  readonly places: ReadonlyMap<string, number>;
  /** The same for stems that it does not hold but that mean the same as one it holds. */
  readonly alike: ReadonlyMap<string, number>;
  /** Stems of the operation's id and of its path. */
  readonly names: readonly string[];
  readonly summary: readonly string[];
  /** Stems of what it does. */
  readonly verbs: ReadonlySet<string>;
  /** Whether it is about the caller's own things: below `/me`, or by its name. */
  readonly own: boolean;
  /** Whether it is about one thing, whose key it takes, and no list. */
  readonly ofOne: boolean;
  /** Stems of what its path and its name end with. */
  readonly ends: ReadonlySet<string>;
}

const OWN =
  /\/(?:me|my|self|mine|current-?user)\/|\b(?:current|authenticated|logged-in|signed-in) (?:user|account|member|customer|reader)|\bmy\b/i;
const PROFILES = new WeakMap<OperationView, Profile>();

/** Reads an operation once. */
export function profileOf(view: OperationView): Profile {
  const known = PROFILES.get(view);
  if (known) return known;
  const opening = view.summary === '' ? (view.description.split(/[.!?]\s/)[0] ?? '') : view.summary;
  const names = [...new Set([...view.nameTerms, ...view.pathTerms])].filter(
    (term) => termsOf(term).length > 0,
  );
  const summary = [...new Set(termsOf(opening))].slice(0, 12);
  const places = placesOf(view, names, summary);
  const alike = new Map<string, number>();
  for (const [term, place] of places) {
    for (const other of synonymsOf(term))
      if (!places.has(other)) alike.set(other, Math.min(place, alike.get(other) ?? ELSEWHERE));
  }
  const profile = {
    places,
    alike,
    names,
    summary,
    verbs: verbsOf(view, opening),
    own: OWN.test(`${view.operation.path}/ ${opening}`),
    ofOne:
      view.operation.path.endsWith('}') ||
      (!view.answersList && view.inputs.some((input) => input.required && takesKey(input))),
    ends: new Set([view.pathTerms.at(-1) ?? '', view.nameTerms.at(-1) ?? '']),
  };
  PROFILES.set(view, profile);
  return profile;
}

/** Whether an operation is called by a stem: in its name, its path or its summary, or by a word that means the same. */
export function isCalled({ places, alike }: Profile, term: string): boolean {
  return (places.get(term) ?? alike.get(term) ?? ELSEWHERE) <= SUMMARY;
}

function placesOf(
  view: OperationView,
  names: readonly string[],
  summary: readonly string[],
): ReadonlyMap<string, number> {
  const values = view.inputs.flatMap((input) => (input.values ?? []).slice(0, 40));
  const fields = [
    names,
    [...summary, ...view.operation.tags.flatMap((tag) => termsOf(tag))],
    [
      ...view.inputs.flatMap((input) => input.terms),
      ...values.flatMap((value) => termsOf(JSON.stringify(value))),
    ],
    view.outputs.filter((output) => output.depth < 2).flatMap((output) => output.terms),
    [
      ...termsOf(view.description),
      ...view.inputs.flatMap((input) => termsOf(input.description).slice(0, 12)),
    ],
  ];
  const places = new Map<string, number>();
  fields.forEach((terms, place) => {
    for (const term of terms) if (!places.has(term)) places.set(term, place);
  });
  return places;
}

/** The first words of name and summary, and a path's last segment where it is something to do: `/player/pause`. */
function verbsOf(view: OperationView, opening: string): ReadonlySet<string> {
  const last = view.operation.path.split('/').findLast((part) => part !== '' && !part.startsWith('{')) ?? '';
  const action = wordsOf(last)[0] ?? '';
  const said = [view.verb, wordsOf(opening)[0] ?? '', intentOfVerb(action) === undefined ? '' : action];
  return new Set(said.filter((word) => word !== '').map(stem));
}

/** 0 to 1: how much of a text's rarity an operation speaks of; what stands first counts most. */
export function coverageOf(index: OperationIndex, view: OperationView, terms: readonly string[]): number {
  const profile = profileOf(view);
  let all = 0;
  let held = 0;
  [...new Set(terms)].forEach((term, at) => {
    const weight = weightOf(index, term) / (1 + 0.2 * at);
    const place = profile.places.get(term);
    all += weight;
    if (place !== undefined) held += weight * (place <= SUMMARY ? 1 : 0.6);
    else if (profile.alike.has(term)) held += weight * 0.6;
  });
  return all === 0 ? 0 : held / all;
}
