import { unboundInputs, type DraftStep } from './draft.ts';
import { fillInputs, type FillContext } from './fill.ts';
import { isIdentifier, suppliersOf, type Supply } from './graph.ts';
import { intentOfOperation } from './intents.ts';
import type { Input } from './operation-view.ts';
import { positionIn } from './references.ts';
import { coverageOf } from './rank.ts';
import type { OperationIndex } from './retrieve.ts';
import { termsOf } from './text.ts';

/** How many calls may be brought along for one that was asked for. */
const MAX_DEPTH = 3;

/**
 * Brings along the operations whose answers supply the required inputs that nothing else does, nearest supplier last.
 * Returns the steps to put before this one; its own bindings are completed in place.
 */
export function chainSuppliers(
  index: OperationIndex,
  step: DraftStep,
  context: FillContext,
  depth = 0,
): readonly DraftStep[] {
  if (depth >= MAX_DEPTH) return [];
  const added: DraftStep[] = [];
  for (const input of unboundInputs(step).filter(isIdentifier)) {
    const earlier = [...context.earlier, ...added];
    const choice = chooseSupplier(index, step, input, { ...context, earlier }, depth);
    if (!choice) continue;
    added.push(...choice.steps);
    const position = positionIn(context.clause.text);
    step.bound.set(input.name, {
      source: { kind: 'reference', step: choice.supplier, output: choice.supply.output, position },
      certainty: 0.6 * choice.supply.score,
    });
  }
  return added;
}

interface Choice {
  readonly supplier: DraftStep;
  readonly supply: Supply;
  readonly steps: readonly DraftStep[];
}

function chooseSupplier(
  index: OperationIndex,
  step: DraftStep,
  input: Input,
  context: FillContext,
  depth: number,
): Choice | undefined {
  const terms = termsOf(context.clause.text);
  const options = suppliersOf(index, input, step.view)
    .slice(0, 30)
    .map((supply) => {
      const bound = fillInputs(supply.producer, context);
      const coverage = coverageOf(index, supply.producer, terms);
      const draft: DraftStep = {
        view: supply.producer,
        clause: context.clause,
        bound,
        coverage,
        margin: 0.5,
        named: 1,
        matched: 1,
        supplies: true,
      };
      const open = unboundInputs(draft);
      // A search that takes the name the clause gives beats a plain list; one that needs another key is far away.
      const named = [...bound.values()].some((value) => value.source.kind === 'literal') ? 0.25 : 0;
      const hard = open.filter((other) => !isIdentifier(other)).length;
      const score =
        supply.score +
        named +
        0.4 * coverage -
        0.35 * open.length -
        hard -
        (supply.producer.operation.deprecated ? 0.2 : 0);
      return { supply, draft, score };
    })
    .toSorted((a, b) => b.score - a.score);
  for (const { supply, draft, score } of options.slice(0, 3)) {
    if (score < 0.3) break;
    if (picksBlindly(step, draft, context.clause.text)) continue;
    const before = chainSuppliers(index, draft, context, depth + 1);
    if (unboundInputs(draft).length === 0) return { supplier: draft, supply, steps: [...before, draft] };
  }
  return undefined;
}

const PICKS =
  /\b(?:first|second|third|fourth|fifth|latest|newest|last|top|current|currently|all|every|each|my|any|random|one)\b/i;

/** Whether a write would hit whatever stands first in a list that nothing narrows: then a person is asked which. */
function picksBlindly(consumer: DraftStep, supplier: DraftStep, text: string): boolean {
  if (intentOfOperation(consumer.view) === 'read' || !supplier.view.answersList) return false;
  const narrowed = [...supplier.bound.values()].some((value) => value.source.kind !== 'whole');
  return !narrowed && !PICKS.test(text);
}
