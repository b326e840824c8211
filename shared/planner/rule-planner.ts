import { chainSuppliers } from './chain.ts';
import { splitClauses, type Clause } from './clauses.ts';
import { unboundInputs, type DraftStep } from './draft.ts';
import { findEntities, type Entity } from './entities.ts';
import { fillInputs, type FillContext } from './fill.ts';
import { rankOperations, spokenTerms } from './rank.ts';
import { MIN_RELEVANCE, MIN_RELEVANCE_WHOLE, relevanceOf } from './relevance.ts';
import type { OperationIndex } from './retrieve.ts';
import { MAX_MESSAGE_LENGTH, visibleText } from './text.ts';

/** What the rules made of a request. */
export interface RuleDraft {
  readonly steps: readonly DraftStep[];
  /** Clauses that ask for something and that no operation serves. */
  readonly unserved: readonly Clause[];
}

/** A clause that an operation covers less than this is not served by it. */
const MIN_COVERAGE = 0.1;
const MAX_CLAUSES = 25;

interface Part {
  readonly clause: Clause;
  readonly entities: readonly Entity[];
  /** What the sentences beside it say that ask for nothing themselves. */
  readonly context: string;
}

/** Plans by rules: an operation for each clause, its inputs bound, its suppliers brought along. */
export function planByRules(index: OperationIndex, message: string): RuleDraft {
  const text = visibleText(message.slice(0, MAX_MESSAGE_LENGTH));
  const verbs = new Set(index.operations.map((view) => view.verb).filter((verb) => verb.length > 2));
  const whole: Clause = { text, start: 0, asks: true };
  const messageEntities = findEntities(text);
  const clauses = splitClauses(text, verbs).slice(0, MAX_CLAUSES);
  const asking = clauses.some((clause) => clause.asks);
  const alone = clauses.filter((clause) => clause.asks).length < 2;
  const steps: DraftStep[] = [];
  const unserved: Clause[] = [];
  clauses.forEach((clause, at) => {
    if (!clause.asks && asking) return;
    const part = { clause, entities: findEntities(clause.text), context: silentBeside(clauses, at) };
    const made = planPart(
      index,
      part,
      { ...part, earlier: [...steps], message: whole, messageEntities, alone },
      MIN_COVERAGE,
    );
    if (made === undefined) unserved.push(clause);
    else steps.push(...made);
  });
  if (relevanceOf(steps, unserved.length) >= MIN_RELEVANCE) return { steps, unserved };
  // No clause tells enough by itself: perhaps the whole of them does.
  const part = { clause: whole, entities: messageEntities, context: '' };
  const made =
    planPart(
      index,
      part,
      { ...part, earlier: [], message: whole, messageEntities, alone: true },
      MIN_COVERAGE,
    ) ?? [];
  return relevanceOf(made, 0) >= MIN_RELEVANCE_WHOLE
    ? { steps: made, unserved: [] }
    : { steps: [], unserved: [whole] };
}

function silentBeside(clauses: readonly Clause[], at: number): string {
  return clauses
    .filter((clause, place) => !clause.asks && Math.abs(place - at) === 1)
    .map((clause) => clause.text)
    .join(' ');
}

/** The steps for one clause; undefined where no operation serves it, none where an earlier step already does. */
function planPart(
  index: OperationIndex,
  part: Part,
  fill: FillContext,
  least: number,
): readonly DraftStep[] | undefined {
  const known = answeredNames(fill.earlier);
  const [best, next] = rankOperations(index, part.clause, part.entities, { context: part.context, known });
  if (!best || best.coverage < least) return isAside(part, index, fill.earlier) ? [] : undefined;
  const margin = next ? Math.min(1, (best.score - next.score) / 0.5) : 1;
  const bound = fillInputs(best.view, fill);
  const step: DraftStep = {
    view: best.view,
    clause: part.clause,
    bound,
    coverage: best.coverage,
    named: best.named,
    matched: best.matched,
    margin,
    supplies: false,
  };
  if (continues(step, fill.earlier)) return [];
  if (isAside(part, index, fill.earlier) && best.coverage < 0.9) return [];
  return [...chainSuppliers(index, step, fill), step];
}

/** Names of what earlier steps answer: "the lyrics" after a step that finds lyrics. */
function answeredNames(earlier: readonly DraftStep[]): ReadonlySet<string> {
  return new Set(
    earlier.flatMap((step) =>
      step.view.outputs.filter((output) => output.depth < 2).flatMap((output) => output.terms),
    ),
  );
}

/**
 * Whether a clause only says more of the step before it ("optimize the route for time"): the same operation, and no new
 * value for a required input. What it adds goes to that step.
 */
function continues(step: DraftStep, earlier: readonly DraftStep[]): boolean {
  const before = earlier.findLast((other) => !other.supplies);
  const same =
    before?.view === step.view
      ? before
      : earlier.find((other) => other.view === step.view && isSame(other, step));
  if (!same) return false;
  const anew = step.view.inputs.some((input) => {
    const value = step.bound.get(input.name);
    const old = same.bound.get(input.name);
    if (value?.source.kind !== 'literal' || value.certainty < 0.6) return false;
    return (
      old?.source.kind === 'literal' &&
      JSON.stringify(old.source.value) !== JSON.stringify(value.source.value)
    );
  });
  if (anew) return false;
  for (const [name, value] of step.bound) {
    if (!same.bound.has(name) && value.source.kind === 'literal') same.bound.set(name, value);
  }
  return true;
}

function isSame(a: DraftStep, b: DraftStep): boolean {
  const literals = (draft: DraftStep): string =>
    [...draft.bound]
      .map(
        ([name, { source }]) => `${name}=${source.kind === 'literal' ? JSON.stringify(source.value) : '→'}`,
      )
      .toSorted((x, y) => (x < y ? -1 : 1))
      .join('&');
  return literals(a) === literals(b) || (unboundInputs(b).length > 0 && b.bound.size === 0);
}

const SHOWS =
  /^(?:provide|show|tell|let|give|include|share|know|see|explain|display|list|make sure|ensure|return)\b/i;

/** Whether a clause only wants to see what an earlier step answers anyway: "… and show me its price". */
function isAside({ clause, entities }: Part, index: OperationIndex, earlier: readonly DraftStep[]): boolean {
  if (earlier.length === 0 || !SHOWS.test(clause.text) || entities.some((entity) => entity.kind !== 'proper'))
    return false;
  const terms = spokenTerms(index, clause, entities).slice(1);
  const told = answeredNames(earlier);
  const names = new Set(earlier.flatMap((step) => [...step.view.nameTerms, ...step.view.pathTerms]));
  return terms.filter((term) => told.has(term) || names.has(term)).length >= terms.length * 0.6;
}
