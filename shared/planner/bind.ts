import type { Json } from '../domain/json.ts';
import { CUES, QUERY_INPUTS, UNITS } from './cues.ts';
import type { Bound } from './draft.ts';
import type { Entity } from './entities.ts';
import { isKey } from './graph.ts';
import type { Input } from './operation-view.ts';
import { stem, termsOf, wordsOf } from './text.ts';

interface Match {
  readonly input: Input;
  readonly entity: Entity;
  readonly score: number;
}

/** Below this a value stays unused: a wrong value is worse than a question. */
const THRESHOLD = 0.9;

/** Gives the values that a text names to the inputs they fit best; each value is used once. */
export function bindLiterals(
  inputs: readonly Input[],
  text: string,
  entities: readonly Entity[],
): Map<string, Bound> {
  const bound = new Map<string, Bound>();
  for (const input of inputs) {
    const value = enumValueIn(input, text);
    if (value !== undefined)
      bound.set(input.name, literal(input.types.includes('array') ? [value].flat() : value, 0.9));
  }
  const matches = inputs
    .filter((input) => !bound.has(input.name) && !input.values)
    .flatMap((input) =>
      entities.map((entity): Match => ({ input, entity, score: matchScore(input, entity, inputs) })),
    )
    .filter((match) => match.score >= THRESHOLD)
    .toSorted((a, b) => b.score - a.score);
  const used = new Set<Entity>();
  for (const { input, entity, score } of matches) {
    if (bound.has(input.name) || used.has(entity)) continue;
    const list = input.types.includes('array') ? siblings(entity, entities, used, text) : [entity];
    const value = valueFor(input, list);
    if (value === undefined) continue;
    for (const item of list) used.add(item);
    bound.set(input.name, literal(value, Math.min(1, 0.45 + score / 4)));
  }
  return bound;
}

function literal(value: Json, certainty: number): Bound {
  return { source: { kind: 'literal', value }, certainty };
}

/** Values of the same kind that stand together: 'a', 'b' and 'c'. */
function siblings(
  first: Entity,
  entities: readonly Entity[],
  used: ReadonlySet<Entity>,
  text: string,
): readonly Entity[] {
  const group = [first];
  for (const entity of entities) {
    const last = group.at(-1);
    if (!last || entity.from <= last.from || entity.kind !== first.kind || used.has(entity)) continue;
    if (!/^[\s,"'”’)\]]*(?:and|or|&)?[\s"'“‘([]*$/i.test(text.slice(last.to, entity.from))) break;
    group.push(entity);
  }
  return group;
}

function valueFor(input: Input, entities: readonly Entity[]): Json | undefined {
  const values = entities.map((entity): Json => {
    const numeric = input.types.some((type) => type === 'number' || type === 'integer');
    if (entity.number !== undefined && (numeric || input.types.length === 0)) return entity.number;
    if (entity.kind === 'mention') return entity.value.slice(1);
    return entity.kind === 'number' && !input.types.includes('string')
      ? (entity.number ?? entity.value)
      : entity.value;
  });
  return input.types.includes('array') ? values : values[0];
}

function looksLikeKey({ kind, value }: Entity): boolean {
  return kind === 'quoted' && /\d/.test(value) && !/\s/.test(value);
}

const has = (input: Input, pattern: RegExp): boolean =>
  pattern.test(input.name) ||
  (typeof input.schema['format'] === 'string' && pattern.test(input.schema['format']));

/** How well a value fits an input: its kind, the words around it and the input's name. */
function matchScore(input: Input, entity: Entity, inputs: readonly Input[]): number {
  const kind = kindScore(input, entity);
  if (kind < 0) return 0;
  const cue = cueScore(input, entity);
  // A number or a name is the key of a thing only where the text says so.
  if (isKey(input) && cue < 0.6 && entity.kind !== 'id' && !looksLikeKey(entity)) return 0;
  return kind + cue + (input.required ? 0.15 : 0) + lonely(input, entity, inputs);
}

function kindScore(input: Input, entity: Entity): number {
  const numeric =
    input.types.length > 0 && input.types.every((type) => ['number', 'integer', 'null'].includes(type));
  if (
    input.types.length > 0 &&
    input.types.every((type) => type === 'boolean' || type === 'null' || type === 'object')
  )
    return -1;
  if (numeric && entity.kind === 'number' && isPlainCount(input, entity)) return 0.95;
  if (numeric)
    return entity.kind === 'number'
      ? entity.value.endsWith('%') === has(input, /percent|rate|interest/i)
        ? 0.6
        : 0.4
      : -1;
  const dated = has(input, /date|day|birth|dob|since|until|deadline/i);
  switch (entity.kind) {
    case 'email':
      return has(input, /e-?mail|recipient|attendee|participant|^to$|user|sender|login/i) ? 1.4 : -1;
    case 'url':
      return has(input, /url|uri|link|website|href|site|address|image|source/i) ? 1.4 : 0.2;
    case 'channel':
      return has(input, /channel|room|topic|conversation|hashtag|tag|^to$/i) ? 1.6 : -1;
    case 'mention':
      return has(input, /user|member|assignee|handle|account|login|name|^to$|channel/i) ? 1.3 : -1;
    case 'phone':
      return has(input, /phone|mobile|tel|^to$|number|recipient|sms/i) ? 1.4 : -1;
    case 'date':
      return dated ? 1.2 : has(input, /time|from|to|start|end|after|before|year/i) ? 0.7 : -1;
    case 'time':
      return has(input, /time|hour|start|end|^at$/i) ? 1.1 : -1;
    case 'id':
      return isKey(input) ? 1 : dated ? -1 : 0.4;
    case 'number':
      return isKey(input) || has(input, /zip|code|year|size|count|phone|amount|price|age/i) ? 0.6 : 0.2;
    case 'quoted':
      return isTyped(input) ? (isKey(input) ? 0.35 : 0.2) : 0.6;
    case 'proper':
      return isTyped(input) || dated ? 0 : 0.45;
  }
}

/** "5 facts", "the first 50 members": how many of the things that are asked for. */
function isPlainCount(input: Input, entity: Entity): boolean {
  if (
    !/^(?:limit|count|max_?results|per_?page|page_?size|results_?per_?page|num(?:ber)?(?:_?of_?\w+)?|top|n)$/i.test(
      input.name,
    )
  )
    return false;
  if (!Number.isInteger(entity.number) || /[$€£%]/.test(entity.value)) return false;
  return entity.after.length > 0 && !UNITS.some(([unit]) => unit.test(entity.after[0] ?? ''));
}

/** Inputs whose name asks for a special kind of text. */
function isTyped(input: Input): boolean {
  return has(input, /url|uri|e-?mail|phone|date|time$|token|page|limit|offset|format/i) || isKey(input);
}

/** The words around a value that name the input: "weight of 5 pounds", "the key 'x'", "from Boston". */
function cueScore(input: Input, entity: Entity): number {
  let score = 0;
  const terms = input.terms.filter((term) => term.length > 1);
  terms.forEach((term) => {
    const before = entity.before.indexOf(term);
    if (before >= 0) score = Math.max(score, 1.1 - before * 0.15);
    const after = entity.after.indexOf(term);
    if (after >= 0) score = Math.max(score, 0.9 - after * 0.2);
  });
  const all =
    terms.length > 1 &&
    terms.every((term) => entity.before.includes(term) || entity.after.slice(0, 1).includes(term));
  if (all) score += 0.3;
  if (entity.kind === 'number' && hasUnit(input, entity)) score += 0.5;
  const preposition = entity.beforeWords.slice(0, 2).find((word) => CUES[word] !== undefined);
  if (preposition !== undefined && (CUES[preposition] ?? []).some((term) => input.terms.includes(term)))
    score += 0.6;
  const described = termsOf(input.description);
  const near = [...entity.before.slice(0, 3), ...entity.after.slice(0, 1)].filter(
    (term) => termsOf(term).length > 0,
  );
  if (near.some((term) => described.includes(term))) score += 0.3;
  if (QUERY_INPUTS.has(input.terms.at(-1) ?? '') && (entity.kind === 'quoted' || entity.kind === 'proper'))
    score += 0.3;
  return score;
}

function hasUnit(input: Input, entity: Entity): boolean {
  const marks = [entity.value, entity.after[0] ?? '', entity.beforeWords[0] ?? ''];
  return UNITS.some(
    ([unit, names]) => marks.some((mark) => unit.test(mark)) && input.terms.some((term) => names.has(term)),
  );
}

/** The only input that a value of this kind could go to needs no word beside it. */
function lonely(input: Input, entity: Entity, inputs: readonly Input[]): number {
  const open = inputs.filter((other) => other.required && !other.values && kindScore(other, entity) > 0);
  return open.length === 1 && open[0] === input ? 0.6 : 0;
}

/** The value of an enumeration that a text says, the longest first. */
function enumValueIn(input: Input, text: string): Json | undefined {
  if (!input.values) return undefined;
  const words = wordsOf(text).map(stem);
  const said = input.values
    .filter((value) => typeof value === 'string')
    .map((value) => ({ value, parts: value.length > 1 ? wordsOf(value).map(stem) : [] }))
    .filter(({ parts }) => parts.length > 0 && containsRun(words, parts))
    .toSorted((a, b) => b.parts.length - a.parts.length);
  if (input.types.includes('array') && said.length > 1) return said.map(({ value }) => value);
  return said[0]?.value;
}

function containsRun(words: readonly string[], run: readonly string[]): boolean {
  return words.some((_, at) => run.every((part, offset) => words[at + offset] === part));
}
