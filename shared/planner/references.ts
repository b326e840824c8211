import type { DraftStep } from './draft.ts';
import { stem, wordsOf } from './text.ts';

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

/** Whether an earlier step answers what this clause speaks of, or the clause points back at all. */
export function earlierSubject(text: string, earlier: readonly DraftStep[]): DraftStep | undefined {
  const words = new Set(wordsOf(text).map(stem));
  const named = earlier.findLast((step) => step.view.nameTerms.some((term) => words.has(term)));
  if (named) return named;
  return pointsBack(text) ? earlier.findLast((step) => step.view.outputs.length > 0) : undefined;
}
