import type { Json } from '../domain/json.ts';
import { bindLiterals } from './bind.ts';
import type { Clause } from './clauses.ts';
import { composeText, isFreeText } from './compose.ts';
import { QUERY_INPUTS } from './cues.ts';
import type { Bound, DraftStep } from './draft.ts';
import type { Entity } from './entities.ts';
import { isIdentifier } from './graph.ts';
import type { Input, OperationView } from './operation-view.ts';
import { withoutValues } from './rank.ts';
import { findReference, pointsBack } from './references.ts';
import { STOP_WORDS } from './words.ts';
import { stem, synonymsOf, termsOf, wordsOf } from './text.ts';
import { intentOfVerb } from './verbs.ts';

/** What the inputs of one call may be filled from. */
export interface FillContext {
  readonly clause: Clause;
  readonly entities: readonly Entity[];
  readonly earlier: readonly DraftStep[];
  /** The whole request: where a required value is looked for last. */
  readonly message: Clause;
  readonly messageEntities: readonly Entity[];
  /** Whether nothing else is asked for, so that what the other sentences say belongs to this call too. */
  readonly alone: boolean;
}

/** Finds values for the inputs of an operation: what the clause says, then earlier answers, then the whole request. */
export function fillInputs(view: OperationView, context: FillContext): Map<string, Bound> {
  const { clause, earlier, message } = context;
  const own = ownWords(view);
  const isValue = (entity: Entity): boolean =>
    entity.kind !== 'proper' || !termsOf(entity.value).every((term) => own.has(term));
  const entities = context.entities.filter(isValue);
  const bound = bindLiterals(view.inputs, clause.text, entities);
  for (const input of view.inputs) {
    const present = bound.get(input.name);
    if (present && present.certainty > 0.7) continue;
    const found = fromEarlier(input, view, clause, earlier, present);
    if (found && !isSpent(found, bound)) bound.set(input.name, found);
  }
  for (const input of view.inputs.filter(
    (candidate) => isFreeText(candidate) && !bound.has(candidate.name),
  )) {
    const text = input.required ? composeText(clause, earlier) : undefined;
    if (text) bound.set(input.name, text);
  }
  const open = view.inputs.filter((input) => (input.required || context.alone) && !bound.has(input.name));
  if (open.length === 0) return bound;
  for (const input of open) {
    const copied = sameInputEarlier(input, earlier);
    if (copied && input.required) bound.set(input.name, copied);
  }
  const still = open.filter((input) => !bound.has(input.name));
  const used = new Set(
    [...bound.values()].map((entry) => (entry.source.kind === 'literal' ? textOf(entry.source.value) : '')),
  );
  for (const step of earlier) {
    for (const { source } of step.bound.values())
      if (source.kind === 'literal') used.add(textOf(source.value));
  }
  const others = context.messageEntities.filter((entity) => isValue(entity) && !used.has(entity.value));
  for (const [name, value] of bindLiterals(still, message.text, others)) {
    bound.set(name, { ...value, certainty: value.certainty * 0.8 });
  }
  fillQuery(view, { ...context, entities }, bound);
  return bound;
}

/** One answer goes to one input, unless their names leave no doubt. */
function isSpent({ source, certainty }: Bound, bound: ReadonlyMap<string, Bound>): boolean {
  if (source.kind !== 'reference' || certainty >= 0.85) return false;
  return [...bound.values()].some(
    (other) =>
      other.source.kind === 'reference' &&
      other.source.step === source.step &&
      other.source.output === source.output,
  );
}

function fromEarlier(
  input: Input,
  view: OperationView,
  clause: Clause,
  earlier: readonly DraftStep[],
  present: Bound | undefined,
): Bound | undefined {
  if (!input.required && !(pointsBack(clause.text) && isIdentifier(input) && input.place === 'body'))
    return undefined;
  const found = findReference(input, view, clause, earlier);
  return found && found.certainty > (present?.certainty ?? 0) ? found : undefined;
}

/** The value that an input of the same name got in an earlier step: "… and book me a ticket". */
function sameInputEarlier(input: Input, earlier: readonly DraftStep[]): Bound | undefined {
  for (const step of earlier.toReversed()) {
    const same = step.view.inputs.find((other) => other.terms.join(' ') === input.terms.join(' '));
    const value = same ? step.bound.get(same.name) : undefined;
    if (value && value.source.kind === 'literal') return { ...value, certainty: value.certainty * 0.9 };
  }
  return undefined;
}

/** Free words for one search input or one required text: what the clause says beyond the operation's own words. */
function fillQuery(view: OperationView, { clause, entities }: FillContext, bound: Map<string, Bound>): void {
  const open = view.inputs.filter((input) => !bound.has(input.name) && !input.values && isTextual(input));
  const required = open.filter((input) => input.required);
  const query =
    open.find((input) => QUERY_INPUTS.has(input.terms.at(-1) ?? '') && !isFreeText(input)) ??
    (required.length === 1 ? required[0] : undefined);
  if (!query || isIdentifier(query) || (isFreeText(query) && pointsBack(clause.text))) return;
  const named = entities.find((entity) => entity.kind === 'quoted' || entity.kind === 'proper');
  const taken = [...bound.values()].some(
    (entry) => entry.source.kind === 'literal' && entry.source.value === named?.value,
  );
  if (named && !taken) {
    bound.set(query.name, { source: { kind: 'literal', value: named.value }, certainty: 0.6 });
    return;
  }
  const rest =
    taken || !query.required || !takesAnyWords(query)
      ? undefined
      : leftoverPhrase(view, withoutValues(clause.text, entities));
  if (rest !== undefined)
    bound.set(query.name, { source: { kind: 'literal', value: rest }, certainty: 0.45 });
}

/** Words of the operation and its API: where the request says them it names no value. */
function ownWords(view: OperationView): ReadonlySet<string> {
  const { connection, catalogue } = view.api;
  const texts = [view.summary, view.description, connection.name, catalogue.title].join(' ');
  return new Set([...view.nameTerms, ...view.pathTerms, ...termsOf(texts)]);
}

/** Inputs that loose words may fill; a city or a state is asked for instead. */
function takesAnyWords(input: Input): boolean {
  return (
    QUERY_INPUTS.has(input.terms.at(-1) ?? '') ||
    /topic|subject|word|title|cuisine|genre|category|product/i.test(input.name)
  );
}

function isTextual(input: Input): boolean {
  return input.types.length === 0 || input.types.includes('string');
}

/** The longest run of words that are neither the operation's own nor small words; undefined where there is none. */
function leftoverPhrase(view: OperationView, text: string): string | undefined {
  const own = ownWords(view);
  let best: string[] = [];
  let run: string[] = [];
  for (const word of [...wordsOf(text), '']) {
    const term = stem(word);
    const known = own.has(term) || synonymsOf(term).some((other) => own.has(other));
    if (word === '' || STOP_WORDS.has(word) || known || intentOfVerb(word) !== undefined) {
      if (run.length > best.length) best = run;
      run = [];
    } else run.push(word);
  }
  return best.length > 0 ? best.join(' ') : undefined;
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
