import type { Clause } from './clauses.ts';
import type { Entity } from './entities.ts';
import { isIdentifier } from './graph.ts';
import { intentFit, intentOfClause, intentOfOperation } from './intents.ts';
import type { OperationView } from './operation-view.ts';
import { queryTerms, rarityOf, search, type OperationIndex } from './retrieve.ts';
import { synonymsOf, termsOf, wordsOf } from './text.ts';
import { SYNONYM_WEIGHT } from './words.ts';

/** Set by hand on the visible evaluation sets, until they are fitted. */
const WEIGHTS = {
  text: 1,
  coverage: 0.5,
  name: 0.35,
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
  /** 0 to 1: the share of the clause's rare words that the operation holds. */
  readonly coverage: number;
}

/** Words that an entity of this kind implies although nobody says them. */
const IMPLIED: Readonly<Partial<Record<Entity['kind'], readonly string[]>>> = {
  channel: ['channel', 'messag'],
  mention: ['user', 'messag'],
  email: ['email'],
  url: ['url'],
  phone: ['phon'],
};

/** The operations that may do what a clause asks, best first. */
export function rankOperations(
  index: OperationIndex,
  clause: Clause,
  entities: readonly Entity[],
  context = '',
): readonly Candidate[] {
  const bare = withoutValues(clause.text, entities);
  const query = new Map(queryTerms(clause.text));
  // A literal value says little of the operation; what it is called around it says more.
  for (const term of query.keys())
    if (!termsOf(bare).includes(term)) query.set(term, Math.min(query.get(term) ?? 0, 0.3));
  for (const term of entities.flatMap((entity) => IMPLIED[entity.kind] ?? [])) {
    query.set(term, Math.max(query.get(term) ?? 0, 0.6));
  }
  for (const term of termsOf(context)) if (!query.has(term)) query.set(term, 0.15);
  const hits = search(index, query, CANDIDATES);
  const top = hits[0]?.score ?? 0;
  if (top === 0) return [];
  const wanted = intentOfClause(clause.text);
  const refers = /\b(?:it|them|that|those|this|these|first|second|third|last|one|its|their)\b/i.test(
    clause.text,
  );
  const terms = [...new Set(termsOf(bare))];
  const implied = entities.flatMap((entity) => IMPLIED[entity.kind] ?? []);
  return hits
    .map(({ view, score }): Candidate => {
      const coverage = coverageOf(index, view, [...terms, ...implied]);
      const missing = view.inputs.filter((input) => input.required && isIdentifier(input)).length;
      const supplied = entities.length + (refers ? 1 : 0);
      const total =
        WEIGHTS.text * (score / top) +
        WEIGHTS.coverage * coverage +
        WEIGHTS.name * nameShare(view, terms) +
        WEIGHTS.intent * intentFit(wanted, intentOfOperation(view), view.operation.method) -
        WEIGHTS.missing * Math.max(0, missing - supplied) +
        WEIGHTS.slot * slotShare(view, entities) -
        (view.operation.deprecated ? WEIGHTS.deprecated : 0);
      return { view, score: total, coverage };
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
export function coverageOf(index: OperationIndex, view: OperationView, terms: readonly string[]): number {
  const own = vocabularyOf(view);
  let all = 0;
  let held = 0;
  for (const term of new Set(terms)) {
    const rarity = rarityOf(index, term);
    all += rarity;
    if (own.has(term)) held += rarity;
    else if (synonymsOf(term).some((other) => own.has(other))) held += rarity * Math.max(0.6, SYNONYM_WEIGHT);
  }
  return all === 0 ? 0 : held / all;
}

const VOCABULARIES = new WeakMap<OperationView, ReadonlySet<string>>();

function vocabularyOf(view: OperationView): ReadonlySet<string> {
  const known = VOCABULARIES.get(view);
  if (known) return known;
  const words = new Set([
    ...view.nameTerms,
    ...view.pathTerms,
    ...termsOf(`${view.summary} ${view.description} ${view.operation.tags.join(' ')}`),
    ...view.inputs.flatMap((input) => [
      ...input.terms,
      ...(input.values ?? []).flatMap((value) => termsOf(String(value))),
    ]),
    ...view.outputs.filter((output) => output.depth < 2).flatMap((output) => output.terms),
  ]);
  VOCABULARIES.set(view, words);
  return words;
}

/** How much of the operation's own name the clause says. */
function nameShare(view: OperationView, terms: readonly string[]): number {
  const names = [...new Set([...view.nameTerms, ...view.pathTerms])].filter(
    (term) => termsOf(term).length > 0,
  );
  if (names.length === 0) return 0;
  const said = names.filter(
    (name) => terms.includes(name) || synonymsOf(name).some((other) => terms.includes(other)),
  );
  return said.length / names.length;
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
