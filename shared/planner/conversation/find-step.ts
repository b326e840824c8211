import { STOP_WORDS } from '../words.ts';
import { stem, synonymsOf, termsOf, wordsOf } from '../text.ts';
import type { SeenStep } from './step-views.ts';

const ORDINALS: Readonly<Record<string, number>> = {
  first: 1,
  '1st': 1,
  second: 2,
  '2nd': 2,
  third: 3,
  '3rd': 3,
  fourth: 4,
  '4th': 4,
  fifth: 5,
  '5th': 5,
  sixth: 6,
  '6th': 6,
};

/** "the second one", "the last". */
const ONLY_A_PLACE =
  /^(?:the\s+)?(?:\S+\s+one|first|second|third|fourth|fifth|sixth|last|former|latter|\d+(?:st|nd|rd|th))$/i;

/** The place that a text names among `count` things, from 1: "the second one", "the last", "number 3"; undefined for none. */
export function ordinalIn(text: string, count: number): number | undefined {
  const words: readonly string[] = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.includes('last') || words.includes('latter')) return count;
  if (words.includes('former')) return 1;
  const named = words.map((word) => ORDINALS[word]).find((place) => place !== undefined);
  return named ?? numberOf(/\b(?:step|number|no|option)\.?\s*#?(\d{1,2})\b/i.exec(text)?.[1]);
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/** Whether a text speaks of a step as such: "the second step", "step 2", "the last call". */
export function namesStep(text: string): boolean {
  return /\b(?:steps?|calls?)\b/i.test(text);
}

/**
 * The calls that a text means: by place ("the second step"), by id or name, or by their words ("don't post it"), those
 * that fit best. None where it names none; several where it does not tell them apart.
 */
export function findSteps(text: string, steps: readonly SeenStep[]): readonly SeenStep[] {
  if (namesStep(text) || ONLY_A_PLACE.test(text.trim())) {
    const place = ordinalIn(text, steps.length);
    if (place !== undefined) return steps.filter(({ number }) => number === place);
  }
  const plain = text.toLowerCase().replace(/["'“”‘’]/g, '');
  const named = steps.filter(
    ({ step }) => plain.includes(step.name.toLowerCase()) || wordsOf(plain).join('_') === step.id,
  );
  if (named.length > 0) return named;
  const said = wordsOf(text).filter((word) => !SAYS_NOTHING.has(word));
  const scored = steps.map((seen) => ({ seen, score: scoreOf(said, seen) }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return best < MIN_SCORE ? [] : scored.filter(({ score }) => score > best - 0.01).map(({ seen }) => seen);
}

/** A word of the operation's name counts 1, one that means the same 0.6, one of its summary or a value 0.5. */
const MIN_SCORE = 0.5;

const SAYS_NOTHING: ReadonlySet<string> = new Set([
  ...STOP_WORDS,
  ...'step steps call calls part please thing things anyone anybody everyone somebody'.split(' '),
]);

function scoreOf(said: readonly string[], { step, view }: SeenStep): number {
  const name = new Set([...termsOf(step.name), ...(view?.nameTerms ?? []), ...(view?.pathTerms ?? [])]);
  const about = new Set([
    ...termsOf(view?.summary ?? ''),
    ...Object.values(step.parameters).flatMap((value) => (typeof value === 'string' ? termsOf(value) : [])),
  ]);
  return said.reduce((sum, word) => {
    const stems = [stem(word), stem(word.replace(/ing$/, '')), stem(word.replace(/ing$/, 'e'))];
    if (stems.some((term) => name.has(term))) return sum + 1;
    if (stems.some((term) => synonymsOf(term).some((other) => name.has(other)))) return sum + 0.6;
    return stems.some((term) => about.has(term)) ? sum + 0.5 : sum;
  }, 0);
}
