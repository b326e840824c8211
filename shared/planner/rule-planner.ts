import { chainSuppliers } from './chain.ts';
import { splitClauses, type Clause } from './clauses.ts';
import { unboundInputs, type DraftStep } from './draft.ts';
import { findEntities, type Entity } from './entities.ts';
import { fillInputs, type FillContext } from './fill.ts';
import { intentOfOperation } from './intents.ts';
import { rankOperations, type Candidate } from './rank.ts';
import type { OperationIndex } from './retrieve.ts';
import { visibleText, MAX_MESSAGE_LENGTH } from './text.ts';

/** What the rules made of a request. */
export interface RuleDraft {
  readonly steps: readonly DraftStep[];
  /** Clauses that ask for something and that no operation serves. */
  readonly unserved: readonly Clause[];
}

/** A clause that an operation covers less than this is not served by it. Set by hand on crossed evaluation sets. */
const MIN_COVERAGE = 0.34;
const MAX_CLAUSES = 25;

interface Read {
  readonly clause: Clause;
  readonly entities: readonly Entity[];
}

/** Plans by rules: an operation for each clause, its inputs bound, its suppliers brought along. */
export function planByRules(index: OperationIndex, message: string): RuleDraft {
  const text = visibleText(message.slice(0, MAX_MESSAGE_LENGTH));
  const verbs = new Set(index.operations.map((view) => view.verb).filter((verb) => verb.length > 2));
  const whole: Clause = { text, start: 0, asks: true };
  const messageEntities = findEntities(text);
  const parts = splitClauses(text, verbs).slice(0, MAX_CLAUSES).map(read);
  const steps: DraftStep[] = [];
  const unserved: Clause[] = [];
  parts.forEach((part, at) => {
    const context = {
      clause: part.clause,
      entities: part.entities,
      earlier: [...steps],
      message: whole,
      messageEntities,
    };
    const made = planClause(index, withContext(part, parts, at), context, parts.length === 1);
    if (made === undefined) {
      if (part.clause.asks) unserved.push(part.clause);
    } else steps.push(...made);
  });
  if (steps.length === 0 && parts.length > 1) {
    const context = {
      clause: whole,
      entities: messageEntities,
      earlier: [],
      message: whole,
      messageEntities,
    };
    const made = planClause(index, { clause: whole, entities: messageEntities, context: '' }, context, true);
    return { steps: made ?? [], unserved: made ? [] : unserved };
  }
  return { steps, unserved };
}

function read(clause: Clause): Read {
  return { clause, entities: findEntities(clause.text) };
}

/** What the sentences around a clause add to it: those that ask for nothing themselves. */
function withContext(part: Read, parts: readonly Read[], at: number): Read & { readonly context: string } {
  const silent = parts.filter((other, place) => !other.clause.asks && Math.abs(place - at) === 1);
  return { ...part, context: silent.map((other) => other.clause.text).join(' ') };
}

/** The steps for one clause; undefined where no operation serves it, none where an earlier step already does. */
function planClause(
  index: OperationIndex,
  part: Read & { readonly context: string },
  fill: FillContext,
  only: boolean,
): readonly DraftStep[] | undefined {
  if (!part.clause.asks && !only) return serveSilent(index, part, fill);
  const ranked = rankOperations(index, part.clause, part.entities, part.context);
  return takeBest(index, ranked, part, fill, MIN_COVERAGE);
}

/** A sentence that asks for nothing is planned only where an operation covers nearly all of it. */
function serveSilent(
  index: OperationIndex,
  part: Read & { readonly context: string },
  fill: FillContext,
): readonly DraftStep[] | undefined {
  const ranked = rankOperations(index, part.clause, part.entities);
  return takeBest(index, ranked, part, fill, 0.85);
}

function takeBest(
  index: OperationIndex,
  ranked: readonly Candidate[],
  part: Read,
  fill: FillContext,
  least: number,
): readonly DraftStep[] | undefined {
  const [best, next] = ranked;
  if (!best || best.coverage < least) return undefined;
  const margin = next ? Math.min(1, (best.score - next.score) / 0.5) : 1;
  const bound = fillInputs(best.view, fill);
  const step: DraftStep = {
    view: best.view,
    clause: part.clause,
    bound,
    coverage: best.coverage,
    margin,
    supplies: false,
  };
  if (repeats(step, fill.earlier)) return [];
  return [...chainSuppliers(index, step, fill), step];
}

/** Whether an earlier step already makes this call: reading the same thing again adds nothing. */
function repeats(step: DraftStep, earlier: readonly DraftStep[]): boolean {
  const same = earlier.filter((other) => other.view === step.view);
  if (same.length === 0) return false;
  const literals = (draft: DraftStep): string =>
    JSON.stringify(
      [...draft.bound]
        .map(([name, { source }]) => [name, source.kind === 'literal' ? source.value : '→'])
        .toSorted(),
    );
  if (same.some((other) => literals(other) === literals(step))) return true;
  return intentOfOperation(step.view) === 'read' && (unboundInputs(step).length > 0 || step.bound.size === 0);
}
