import { isSelf } from './answered-keys.ts';
import { unboundInputs, type Clause, type DraftStep } from './draft.ts';
import { flag, rowOf, upTo, type Features } from './feature-row.ts';
import type { Supply } from './graph.ts';
import { intentOfOperation } from './intents.ts';
import type { Input, OperationView } from './operation-view.ts';
import { pointedAt } from './pointed.ts';
import { isCalled, profileOf, weightOf } from './profile.ts';
import type { OperationIndex } from './retrieve.ts';
import { segmentsOf, takesKey, thingsOf } from './things.ts';

/** What is weighed when an operation is brought along to supply an input. */
export const SUPPLY_FEATURES = [
  'bias',
  'score',
  'fresh',
  'freshHeld',
  'covers',
  'named',
  'saidAll',
  'short',
  'values',
  'allValues',
  'openKeys',
  'openOthers',
  'search',
  'list',
  'picks',
  'filters',
  'blind',
  'mine',
  'notMine',
  'self',
  'parent',
  'siblings',
  'samePathPicks',
  'again',
  'deprecated',
  'pickedList',
  'namedSearch',
  'namedList',
  'vague',
] as const;
type SupplyFeature = (typeof SUPPLY_FEATURES)[number];

/** What is weighed when nothing is brought along: a person is asked, or the input stays out. */
export const UNSUPPLIED_FEATURES = [
  'bias',
  'required',
  'key',
  'path',
  'writes',
  'loose',
  'uncovered',
  'optionalUncovered',
  'nothingLeft',
  'mine',
  'names',
  'picked',
  'named',
  'vague',
  'unmentioned',
] as const;
type UnsuppliedFeature = (typeof UNSUPPLIED_FEATURES)[number];

const MINE = /\b(?:my|mine|me|i|i'm|our|current|currently|now|logged)\b/i;
const OWN_WORDS: readonly string[] = ['me', 'my', 'self', 'current', 'authenticated', 'user'];
const PICKS =
  /\b(?:first|second|third|fourth|fifth|latest|newest|last|top|current|currently|all|every|each|my|any|random|one)\b/i;
const SEARCHES: readonly string[] = ['search', 'find', 'lookup', 'query'];

/** A call and an input of it that lacks a value. `chain`: the calls for this clause so far. */
export interface Lack {
  readonly index: OperationIndex;
  readonly step: DraftStep;
  readonly input: Input;
  readonly clause: Clause;
  readonly earlier: readonly DraftStep[];
  readonly chain: readonly DraftStep[];
}

/** What speaks for bringing along a supplier, which `draft` calls. */
export function supplyFeatures(lack: Lack, supply: Supply, draft: DraftStep): readonly number[] {
  const { step, clause, chain, earlier } = lack;
  const { producer } = supply;
  const { names } = profileOf(producer);
  const words = new Set([...producer.nameTerms, ...producer.pathTerms]);
  const open = unboundInputs(draft);
  const keys = open.filter(takesKey).length;
  const loose = looseValues(chain, clause);
  const used = loose.filter((value) => usesValue(draft, value)).length;
  const asksNothing = producer.inputs.every((input) => !input.required);
  const mine = asksNothing && OWN_WORDS.some((word) => words.has(word));
  const picks = PICKS.test(clause.text);
  const own = segmentsOf(step.view.operation.path);
  const theirs = segmentsOf(producer.operation.path);
  const writes = intentOfOperation(step.view) !== 'read';
  const pointed = pointedAt(headsOf(lack), clause);
  const features: Features<SupplyFeature> = {
    bias: 1,
    score: supply.score,
    ...newWords(lack, producer),
    named: names.filter((name) => clause.terms.includes(name)).length / Math.max(1, names.length),
    saidAll: flag(names.length > 0 && names.every((name) => clause.terms.includes(name))),
    short: 1 / Math.max(1, names.length),
    values: upTo(2, used),
    allValues: flag(used > 0 && used === loose.length),
    openKeys: upTo(2, keys),
    openOthers: upTo(2, open.length - keys),
    search: flag(SEARCHES.some((word) => words.has(word))),
    list: flag(producer.answersList),
    picks: flag(producer.answersList && picks),
    // The one that is named is among those that are listed.
    filters: flag(
      loose.length > used &&
        producer.answersList &&
        open.length === 0 &&
        producer.outputs.some(({ depth, name }) => depth < 3 && /^(?:name|title)$/i.test(name)),
    ),
    blind: flag(writes && producer.answersList && draft.bound.size === 0 && !picks),
    mine: flag(mine && MINE.test(clause.text)),
    notMine: flag(mine && !MINE.test(clause.text)),
    self: flag(asksNothing && isSelf(producer.operation.path)),
    parent: flag(theirs.length < own.length && theirs.every((part, at) => own[at] === part)),
    siblings: flag(theirs[0] === own[0]),
    samePathPicks: flag(picks && producer.operation.path === step.view.operation.path),
    again: flag(earlier.some((other) => other.view === producer)),
    deprecated: flag(producer.operation.deprecated),
    pickedList: flag(pointed.picked && producer.answersList),
    namedSearch: flag(pointed.named && used > 0),
    namedList: flag(pointed.named && used === 0 && producer.answersList && open.length === 0),
    vague: flag(pointed.vague && !pointed.named),
  };
  return rowOf(SUPPLY_FEATURES, features);
}

/** How much of the clause a supplier covers, and how much of it no call covers yet. */
function newWords(
  { index, clause, chain }: Lack,
  producer: OperationView,
): Features<'fresh' | 'freshHeld' | 'covers'> {
  const profile = profileOf(producer);
  let all = 0;
  let covers = 0;
  let fresh = 0;
  let held = 0;
  for (const term of clause.terms.slice(1)) {
    const weight = weightOf(index, term);
    all += weight;
    if (!profile.places.has(term) && !profile.alike.has(term)) continue;
    const called = isCalled(profile, term);
    if (called) covers += weight;
    if (chain.some(({ view }) => isCalled(profileOf(view), term))) continue;
    held += weight;
    if (called) fresh += weight;
  }
  const whole = Math.max(1e-9, all);
  return { fresh: fresh / whole, freshHeld: held / whole, covers: covers / whole };
}

/** What speaks for leaving an input without a value. */
export function unsuppliedFeatures(lack: Lack): readonly number[] {
  const { index, step, input, clause, chain } = lack;
  const pointed = pointedAt(headsOf(lack), clause);
  const terms = clause.terms.slice(1);
  const all = terms.reduce((sum, term) => sum + weightOf(index, term), 0);
  const strange = terms
    .filter((term) => !chain.some(({ view }) => isCalled(profileOf(view), term)))
    .reduce((sum, term) => sum + weightOf(index, term), 0);
  const uncovered = all === 0 ? 0 : strange / all;
  const loose = looseValues(chain, clause).length;
  const features: Features<UnsuppliedFeature> = {
    bias: 1,
    required: flag(input.required),
    key: flag(takesKey(input)),
    path: flag(input.place === 'path'),
    writes: flag(intentOfOperation(step.view) !== 'read'),
    loose: upTo(2, loose),
    uncovered,
    optionalUncovered: input.required ? 0 : uncovered,
    nothingLeft: flag(uncovered < 0.1 && loose === 0),
    mine: flag(MINE.test(clause.text)),
    names: flag(clause.entities.some(({ kind }) => kind === 'quoted' || kind === 'proper')),
    picked: flag(pointed.picked),
    named: flag(pointed.named),
    vague: flag(pointed.vague && !pointed.named),
    unmentioned: flag(!pointed.mentioned),
  };
  return rowOf(UNSUPPLIED_FEATURES, features);
}

/** Stems of what the lacking input is about. */
function headsOf({ input, step }: Lack): readonly string[] {
  const things = takesKey(input)
    ? thingsOf(input, step.view)
    : [input.terms.filter((term) => term !== 'name')];
  return things.flatMap((thing) => thing.at(-1) ?? []);
}

/** Values of the clause that no call uses yet. */
function looseValues(chain: readonly DraftStep[], { entities }: Clause): readonly string[] {
  return entities
    .filter(({ kind, value }) => kind !== 'number' && !chain.some((step) => usesValue(step, value)))
    .map(({ value }) => value);
}

function usesValue({ bound }: DraftStep, value: string): boolean {
  return [...bound.values()].some(
    ({ source }) => source.kind === 'literal' && JSON.stringify(source.value).includes(value),
  );
}
