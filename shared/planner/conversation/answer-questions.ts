import type { PlanQuestion } from '../../domain/plan.ts';
import type { Json } from '../../domain/json.ts';
import { findEntities, type Entity } from '../entities.ts';
import type { Input } from '../operation-view.ts';
import { canTake, slotOf } from '../slots.ts';
import { wordsOf } from '../text.ts';
import { startsWithVerb } from '../verbs.ts';
import { readValue } from './read-value.ts';
import { inputOf, type SeenStep } from './step-views.ts';

/** An input that was asked for. */
export interface OpenInput {
  readonly question: PlanQuestion;
  readonly seen: SeenStep;
  readonly input: Input;
}

/** A value for an input that was asked for, or why it does not fit. */
export type Answer =
  | { readonly open: OpenInput; readonly value: Json }
  | { readonly open: OpenInput; readonly fault: string };

/** The inputs that the questions of a plan ask for. */
export function openInputs(
  questions: readonly PlanQuestion[],
  steps: readonly SeenStep[],
): readonly OpenInput[] {
  return questions.flatMap((question) => {
    const seen = steps.find(({ step }) => step.id === question.stepId);
    const input = seen && question.parameter !== undefined ? inputOf(seen, question.parameter) : undefined;
    return seen && input ? [{ question, seen, input }] : [];
  });
}

/**
 * What a message answers of what was asked: inputs by name first ("the channel is #general"), then values that only one
 * of them can take, in the order of the questions; where one input is open, the whole message. Others stay open.
 */
export function readAnswers(message: string, open: readonly OpenInput[]): readonly Answer[] {
  const named = namedAnswers(message, open);
  const left = open.filter((one) => !named.some((answer) => isSame(answer.open, one)));
  const rest = named.length === 0 ? message : '';
  const found = rest === '' ? [] : left.length === 1 ? wholeAnswer(rest, left) : fittingAnswers(rest, left);
  return [...named, ...found];
}

function isSame(a: OpenInput, b: OpenInput): boolean {
  return a.seen.step.id === b.seen.step.id && a.input.name === b.input.name;
}

interface Mentioned {
  readonly from: number;
  readonly to: number;
  readonly ask: OpenInput;
}

/** "channel is #general and text: hello": a name, and what follows it up to the next name. */
function namedAnswers(message: string, open: readonly OpenInput[]): readonly Answer[] {
  const mentions = open
    .flatMap((ask): Mentioned[] => {
      const match = namePattern(ask.input).exec(message);
      return match === null ? [] : [{ from: match.index, to: match.index + match[0].length, ask }];
    })
    .toSorted((a, b) => a.from - b.from || b.to - a.to);
  return mentions.flatMap(({ to, ask }) => {
    const next = mentions.find((other) => other.from >= to)?.from ?? message.length;
    const text = message.slice(to, next).replace(/(?:[\s,;]+(?:and|the|with|a))*[\s,;]*$/i, '');
    return answerOf(ask, text);
  });
}

/** The name of an input, its words or the last of them, where "is", ":" or "=" follows. */
function namePattern({ name }: Input): RegExp {
  const words = wordsOf(name).map((word) => word.replace(/[^\p{L}\p{N}]/gu, ''));
  const spelled = [words.join('[\\s_-]*'), ...(words.length > 1 ? [words[0] ?? ''] : [])].join('|');
  return new RegExp(
    `\\b(?:${spelled})\\b(?:\\s*(?:is|should be|=|:|to|as)\\s+|\\s*[:=]\\s*|\\s+(?=["“'#@\\d]))`,
    'iu',
  );
}

function wholeAnswer(message: string, left: readonly OpenInput[]): readonly Answer[] {
  const [ask] = left;
  if (ask === undefined) return [];
  const slot = slotOf(ask.input);
  // A sentence that asks for something is a request of its own, unless a text was asked for.
  const own = new Set<string>();
  const request =
    startsWithVerb(message, own) && !/^(?:use|take|say|make it|set it|choose|pick|with)\b/i.test(message);
  if (/\?\s*$/.test(message) || (request && !slot.text)) return [];
  if (!slot.text && ask.input.values === undefined && message.split(/\s+/).length > MAX_WORDS_OF_A_VALUE)
    return fittingAnswers(message, left);
  return answerOf(ask, message);
}

const MAX_WORDS_OF_A_VALUE = 8;

/** Values that an input is made for first, then what is left in the order of the questions. */
function fittingAnswers(message: string, left: readonly OpenInput[]): readonly Answer[] {
  const answers: Answer[] = [];
  const taken = new Set<Entity>();
  const entities = findEntities(message);
  const answered = (ask: OpenInput): boolean => answers.some((answer) => isSame(answer.open, ask));
  const take = (fits: (ask: OpenInput, entity: Entity) => boolean): void => {
    for (const ask of left) {
      if (answered(ask)) continue;
      const entity = entities.find((one) => !taken.has(one) && fits(ask, one));
      if (entity === undefined) continue;
      taken.add(entity);
      answers.push(...answerOf(ask, entity.value));
    }
  };
  take(({ input }, entity) => slotOf(input).made.has(entity.kind));
  take(({ input }, entity) => slotOf(input).numeric && entity.number !== undefined);
  take(({ input }, entity) => slotOf(input).text && entity.quoted);
  for (const ask of left) {
    if (!answered(ask) && ask.input.values !== undefined) {
      const read = readValue(ask.input, message);
      if (read !== undefined && 'value' in read) answers.push({ open: ask, value: read.value });
    }
  }
  if (!startsWithVerb(message, new Set())) take(({ input }, entity) => canTake(slotOf(input), entity));
  return answers;
}

function answerOf(open: OpenInput, text: string): readonly Answer[] {
  const read = readValue(open.input, text);
  return read === undefined ? [] : [{ open, ...read }];
}
