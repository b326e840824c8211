import type { Clause } from './clauses.ts';
import type { Entity } from './entities.ts';
import { isIdentifier } from './graph.ts';
import { intentFit, intentOfClause, intentOfOperation } from './intents.ts';
import type { OperationView } from './operation-view.ts';
import { queryTerms, rarityOf, search, type OperationIndex } from './retrieve.ts';
import { stem, synonymsOf, termsOf, wordsOf } from './text.ts';
import { intentOfVerb } from './verbs.ts';

/** Set by hand on the visible evaluation sets, until they are fitted. */
const WEIGHTS = {
  text: 1,
  coverage: 0.5,
  name: 0.35,
  verb: 0.35,
  intent: 0.3,
  missing: 0.12,
  slot: 0.12,
  deprecated: 0.1,
} as const;
const CANDIDATES = 40;

/** An operation weighed for a clause. */
export interface Candidate {
  readonly view: OperationView;
  readonly score: number;
  /** 0 to 1: how much of the thing that the clause speaks of the operation holds, its verb included. */
  readonly coverage: number;
  /** 0 to 1: how much of the operation's name the clause says. */
  readonly named: number;
  /** The text score against the rarity of all that was said: low where most words are strange to every operation. */
  readonly matched: number;
}

/** Words that an entity of this kind implies although nobody says them. */
const IMPLIED: Readonly<Partial<Record<Entity['kind'], readonly string[]>>> = {
  channel: ['channel', 'message'].map(stem),
  mention: ['user', 'message'].map(stem),
  email: ['email'],
  url: ['url'],
  phone: ['phone'].map(stem),
};

const NOTHING: ReadonlySet<string> = new Set();

/**
 * The operations that may do what a clause asks, best first. `context` is what is said around it; `known` are the names of
 * what earlier steps answer.
 */
export function rankOperations(
  index: OperationIndex,
  clause: Clause,
  entities: readonly Entity[],
  { context = '', known = NOTHING }: { readonly context?: string; readonly known?: ReadonlySet<string> } = {},
): readonly Candidate[] {
  const terms = spokenTerms(index, clause, entities);
  const query = new Map<string, number>();
  for (const [term, weight] of queryTerms(clause.text)) {
    const said = !termsOf(clause.text).includes(term) || terms.includes(term);
    // A literal value, or what an earlier step answers, says little of the operation.
    query.set(term, weight * (said ? 1 : 0.3) * (known.has(term) ? 0.5 : 1));
  }
  for (const term of entities.flatMap((entity) => IMPLIED[entity.kind] ?? [])) {
    query.set(term, Math.max(query.get(term) ?? 0, 0.6));
  }
  for (const term of termsOf(context)) if (!query.has(term)) query.set(term, 0.15);
  const hits = search(index, query, CANDIDATES);
  const top = hits[0]?.score ?? 0;
  if (top === 0) return [];
  const wanted = intentOfClause(clause.text);
  const ideal = terms.reduce((sum, term) => sum + rarityOf(index, term), 0);
  const refers = /\b(?:it|them|that|those|this|these|first|second|third|last|one|its|their)\b/i.test(
    clause.text,
  );
  const verb = stem(wordsOf(clause.text)[0] ?? '');
  // The thing matters more than what is done with it; where only a verb is said, it is all there is.
  const things =
    terms.length > 1 && intentOfVerb(wordsOf(clause.text)[0] ?? '') !== undefined ? terms.slice(1) : terms;
  const implied = entities.flatMap((entity) => IMPLIED[entity.kind] ?? []);
  return hits
    .map(({ view, score }): Candidate => {
      const coverage = coverageOf(index, view, [...terms, ...implied], known);
      const fit = verbFit(verb, view);
      const named = nameShare(view, terms, known);
      const served = 0.85 * coverageOf(index, view, [...things, ...implied], known) + 0.15 * fit;
      const missing = view.inputs.filter((input) => input.required && isIdentifier(input)).length;
      const supplied = entities.length + (refers ? 1 : 0);
      const total =
        WEIGHTS.text * (score / top) +
        WEIGHTS.coverage * coverage +
        WEIGHTS.name * named +
        WEIGHTS.verb * fit +
        WEIGHTS.intent * intentFit(wanted, intentOfOperation(view), view.operation.method) -
        WEIGHTS.missing * Math.max(0, missing - supplied) +
        WEIGHTS.slot * slotShare(view, entities) -
        (view.operation.deprecated ? WEIGHTS.deprecated : 0);
      return { view, score: total, coverage: served, named, matched: ideal === 0 ? 0 : score / ideal };
    })
    .toSorted((a, b) => b.score - a.score);
}

/** The text with quoted values and addresses taken out. */
export function withoutValues(text: string, entities: readonly Entity[]): string {
  let bare = text;
  for (const entity of entities.toReversed()) {
    if (entity.kind === 'proper' || entity.kind === 'number') continue;
    bare = `${bare.slice(0, entity.from)} ${bare.slice(entity.to)}`;
  }
  return bare;
}

/** The share of the terms' rarity that an operation speaks of. */
export function coverageOf(
  index: OperationIndex,
  view: OperationView,
  terms: readonly string[],
  known: ReadonlySet<string> = NOTHING,
): number {
  const own = vocabularyOf(view);
  let all = 0;
  let held = 0;
  let at = 0;
  for (const term of new Set(terms)) {
    // What is wanted stands first; what follows is more and more its circumstances.
    const rarity = (rarityOf(index, term) * (known.has(term) ? 0.4 : 1)) / (1 + 0.2 * at);
    at += 1;
    all += rarity;
    held +=
      rarity *
      Math.max(
        own.get(term) ?? 0,
        0.7 * Math.max(0, ...synonymsOf(term).map((other) => own.get(other) ?? 0)),
      );
  }
  return all === 0 ? 0 : held / all;
}

/** How much it counts where a word stands: what the operation is called, and what is said of its parts. */
const IN_NAME = 1;
const IN_TEXT = 0.6;

const VOCABULARIES = new WeakMap<OperationView, ReadonlyMap<string, number>>();

function vocabularyOf(view: OperationView): ReadonlyMap<string, number> {
  const known = VOCABULARIES.get(view);
  if (known) return known;
  const { summary, description, inputs, outputs } = view;
  const opening = summary === '' ? (description.split(/[.!?]\s/)[0] ?? '') : summary;
  const said = inputs.flatMap((input) => [
    ...input.terms,
    ...(input.values ?? []).flatMap((value) => termsOf(JSON.stringify(value))),
  ]);
  const told = outputs.filter((output) => output.depth < 2).flatMap((output) => output.terms);
  const words = new Map<string, number>();
  for (const term of [...termsOf(description), ...said, ...told]) words.set(term, IN_TEXT);
  for (const term of [
    ...view.nameTerms,
    ...view.pathTerms,
    ...termsOf(`${opening} ${view.operation.tags.join(' ')}`),
  ]) {
    words.set(term, IN_NAME);
  }
  VOCABULARIES.set(view, words);
  return words;
}

/** Whether the clause opens with the operation's own verb. */
function verbFit(verb: string, view: OperationView): number {
  const own = stem(view.verb);
  if (verb === own) return 1;
  return synonymsOf(verb).includes(own) ? 0.5 : 0;
}

/** Stems of a clause without its values: without quotes, addresses and numbers, and without names no document speaks of. */
export function spokenTerms(
  index: OperationIndex,
  clause: Clause,
  entities: readonly Entity[],
): readonly string[] {
  const values = entities.filter(
    (entity) =>
      entity.kind !== 'proper' ||
      // "the GCD" is a thing, "from Boston" a value.
      (!/^(?:the|a|an)$/.test(entity.beforeWords[0] ?? '') &&
        !termsOf(entity.value).every((term) => index.terms.has(term))),
  );
  let bare = clause.text;
  for (const entity of values.toReversed()) bare = `${bare.slice(0, entity.from)} ${bare.slice(entity.to)}`;
  return [...new Set(termsOf(bare))];
}

/** How much of the operation's own name the clause says. */
function nameShare(view: OperationView, terms: readonly string[], known: ReadonlySet<string>): number {
  const names = [...new Set([...view.nameTerms, ...view.pathTerms])].filter(
    (term) => termsOf(term).length > 0,
  );
  if (names.length === 0) return 0;
  const share = (name: string): number => {
    const weight = known.has(name) ? 0.4 : 1;
    if (terms.includes(name)) return weight;
    return synonymsOf(name).some((other) => terms.includes(other)) ? 0.8 * weight : 0;
  };
  return names.reduce((sum, name) => sum + share(name), 0) / names.length;
}

/** The share of the values in the clause that the operation has an input for, as far as kinds tell. */
function slotShare(view: OperationView, entities: readonly Entity[]): number {
  if (entities.length === 0) return 0;
  const words = new Set(view.inputs.flatMap((input) => wordsOf(input.name)));
  const fits = entities.filter((entity) => {
    if (entity.kind === 'email') return words.has('email') || words.has('to') || words.has('recipient');
    if (entity.kind === 'channel') return words.has('channel') || words.has('room') || words.has('to');
    if (entity.kind === 'url')
      return words.has('url') || words.has('uri') || words.has('link') || words.has('website');
    if (entity.kind === 'phone') return words.has('phone') || words.has('to') || words.has('number');
    if (entity.kind === 'date')
      return view.inputs.some((input) => /date|day|time|birth|since|until/i.test(input.name));
    if (entity.kind === 'number')
      return view.inputs.some((input) => input.types.some((type) => type === 'number' || type === 'integer'));
    return view.inputs.length > 0;
  });
  return fits.length / entities.length;
}
