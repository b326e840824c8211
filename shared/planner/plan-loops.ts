import type { Json } from '../domain/json.ts';
import type { StepInput } from '../domain/workflow.ts';
import { listReferences } from '../domain/templates.ts';
import type { Clause, DraftStep, Source } from './draft.ts';
import type { ApiCallInput, NamedStep } from './materialise.ts';
import { stem, synonymsOf, wordsOf } from './text.ts';
import { lastSegment } from './things.ts';

type FromList = Extract<Source, { kind: 'reference' }>;

/** What follows "each", "every" or "all": up to four words. */
const EACH =
  /\b(?:each|every|all)\b(?:\s+(?:of|the|my|our|your|these|those|its|their))*((?:\s+[\p{L}-]+){0,4})/giu;
/** Words that end what is counted. */
const ENDS =
  /^(?:of|in|on|at|by|with|from|to|for|about|that|which|who|and|or|is|are|was|were|has|have|involved|using)$/;
const POINTS = /^(?:them|one|ones|it)$/;
const OPENS = /^\W*for\s+(?:each|every|all)\b/i;

/**
 * Calls that a request wants for each of a list ("delete each of them", "for every sold pet, …") in a loop over that list;
 * without the word they are for the item that was asked for. `steps` are the calls of `named`, checked; a call that
 * something outside of the loop reads stays as it is.
 */
export function planLoops(named: readonly NamedStep[], steps: readonly ApiCallInput[]): readonly StepInput[] {
  const planned: StepInput[] = [];
  for (let at = 0; at < steps.length; at += 1) {
    const loop = loopAt(named, steps, at);
    const step = steps[at];
    if (loop) {
      planned.push(loop.step);
      at += loop.length - 1;
    } else if (step) planned.push(step);
  }
  return planned;
}

function loopAt(
  named: readonly NamedStep[],
  steps: readonly ApiCallInput[],
  at: number,
): { readonly step: StepInput; readonly length: number } | undefined {
  const own = named[at];
  const source = own && listOf(own.draft);
  const list = source && named.find(({ draft }) => draft === source.step);
  if (!own || !source || !list || !wantsEach(own.draft.clause, source)) return undefined;
  const ids = new Set([own.input.id]);
  let end = at + 1;
  for (; end < steps.length && readsOneOf(steps[end], ids); end += 1) ids.add(named[end]?.input.id ?? '');
  if (steps.slice(end).some((later) => readsOneOf(later, ids))) return undefined;
  const [before = ''] = source.output.path.split('[0]');
  const items = `steps.${list.input.id}${before}`;
  const body = steps.slice(at, end).map((step): ApiCallInput => {
    const parameters = Object.entries(step.parameters ?? {}).map(
      ([name, value]) => [name, inLoop(value, items)] as const,
    );
    return { ...step, parameters: Object.fromEntries(parameters) };
  });
  return {
    step: { type: 'loop', name: `${own.input.name} for each`, items: `{{${items}}}`, steps: body },
    length: end - at,
  };
}

/** What reads the first of a list reads the item of the loop. */
function inLoop(value: Json, items: string): Json {
  if (typeof value === 'string') return value.replaceAll(`{{${items}[0]`, '{{item');
  return Array.isArray(value) ? value.map((part: Json) => inLoop(part, items)) : value;
}

/** The list that a call takes an item of; undefined where there is none, or are several. */
function listOf({ bound }: DraftStep): FromList | undefined {
  const sources = [...bound.values()].flatMap(({ source }) =>
    source.kind === 'text' ? source.parts.filter((part) => typeof part !== 'string') : [source],
  );
  const lists = sources.flatMap((source) =>
    source.kind === 'reference' && source.output.path.includes('[0]') ? [source] : [],
  );
  const [first] = lists;
  const before = first?.output.path.split('[0]')[0];
  const same = lists.every(
    ({ step, output }) => step === first?.step && output.path.split('[0]')[0] === before,
  );
  return same && first?.position === 0 ? first : undefined;
}

/** Whether a clause counts the things of a list: "each pet", "all of them"; or follows "for each pet". */
function wantsEach({ text, from }: Clause, { step, output }: FromList): boolean {
  const heads = new Set(
    [output.owner.at(-1), stem(wordsOf(lastSegment(step.view.operation.path)).at(-1) ?? '')].flatMap((head) =>
      head === undefined || head === '' ? [] : [head, ...synonymsOf(head)],
    ),
  );
  const counts = (said: string): boolean =>
    [...said.matchAll(EACH)].some((match) => {
      const words = wordsOf(match[1] ?? '');
      const end = words.findIndex((word) => ENDS.test(word));
      const thing = end < 0 ? words : words.slice(0, end);
      const [first] = thing;
      if (first === undefined) return /^(?:each|every)/i.test(match[0]);
      return POINTS.test(first) || thing.some((word) => heads.has(stem(word)));
    });
  return counts(text) || (step.clause.from !== from && OPENS.test(step.clause.text));
}

function readsOneOf(step: ApiCallInput | undefined, ids: ReadonlySet<string>): boolean {
  return listReferences(step?.parameters ?? {}).some(({ stepId }) => ids.has(stepId ?? ''));
}
