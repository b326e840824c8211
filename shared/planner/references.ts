import type { Clause } from './clauses.ts';
import type { Bound, DraftStep } from './draft.ts';
import { bestOutput, isIdentifier, typesMeet } from './graph.ts';
import type { Input, OperationView, Output } from './operation-view.ts';
import { stem, termsOf, wordsOf } from './text.ts';

const POSITIONS: Readonly<Record<string, number>> = { first: 0, second: 1, third: 2, fourth: 3, fifth: 4 };
const POINTS_BACK =
  /\b(?:it|its|them|that|those|this|these|result|results|output|one|ones|same|their|his|her|calculated|generated|first|second|third|above)\b/i;

/** Whether a clause points to something that was named before. */
export function pointsBack(text: string): boolean {
  return POINTS_BACK.test(text);
}

/** Which item of a list a clause means: "the second one" is 1; 0 where it does not say. */
export function positionIn(text: string): number {
  for (const word of wordsOf(text)) {
    const position = POSITIONS[word];
    if (position !== undefined) return position;
  }
  return 0;
}

/** The earlier answer that best supplies an input; undefined where none does well enough. */
export function findReference(
  input: Input,
  consumer: OperationView,
  clause: Clause,
  earlier: readonly DraftStep[],
): Bound | undefined {
  let best: { bound: Bound; score: number } | undefined;
  const words = new Set(wordsOf(clause.text).map(stem));
  earlier.forEach((step, at) => {
    const recency = (at + 1) / (earlier.length + 1) / 10;
    for (const { output, score } of fits(input, consumer, step, words, clause)) {
      const total = score + recency;
      const source = { kind: 'reference', step, output, position: positionIn(clause.text) } as const;
      if (total > (best?.score ?? 0))
        best = { bound: { source, certainty: Math.min(1, score) }, score: total };
    }
  });
  return best && best.score >= 0.55 ? best.bound : undefined;
}

interface Fit {
  readonly output: Output;
  readonly score: number;
}

function fits(
  input: Input,
  consumer: OperationView,
  step: DraftStep,
  words: ReadonlySet<string>,
  clause: Clause,
): Fit[] {
  const found: Fit[] = [];
  const supply = bestOutput(input, consumer, step.view);
  if (supply) found.push({ output: supply.output, score: supply.score });
  if (input.values || isIdentifier(input)) return found;
  const scalars = step.view.outputs.filter(
    (output) => typesMeet(input.types, output.types) && !output.types.includes('object'),
  );
  for (const output of scalars) {
    const named = output.terms.filter((term) => words.has(term));
    if (output.terms.length > 0 && named.length === output.terms.length && termsOf(output.name).length > 0) {
      // "the lyrics", "the total sales": the field is named in the clause, and is no word of this operation's own.
      const own = output.terms.every((term) => consumer.nameTerms.includes(term));
      found.push({ output, score: (own ? 0.55 : 0.8) + 0.03 * output.terms.length - output.depth * 0.05 });
    } else if (named.length > 0 && pointsBack(clause.text)) {
      found.push({ output, score: 0.6 - output.depth * 0.05 });
    }
  }
  const main = scalars.length === 1 ? scalars[0] : undefined;
  if (main && main.depth === 0 && (pointsBack(clause.text) || mentionsStep(step, words)))
    found.push({ output: main, score: 0.6 });
  return found;
}

/** Whether a clause says what an earlier step was about: "the tip", after a step that calculates one. */
function mentionsStep(step: DraftStep, words: ReadonlySet<string>): boolean {
  return step.view.nameTerms.slice(1).some((term) => words.has(term));
}

/** Whether an earlier step answers what this clause speaks of, or the clause points back at all. */
export function earlierSubject(clause: Clause, earlier: readonly DraftStep[]): DraftStep | undefined {
  const words = new Set(wordsOf(clause.text).map(stem));
  const named = earlier.findLast((step) => step.view.nameTerms.some((term) => words.has(term)));
  if (named) return named;
  return pointsBack(clause.text) ? earlier.findLast((step) => step.view.outputs.length > 0) : undefined;
}
