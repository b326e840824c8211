import { AppError } from './errors.ts';
import { isForbiddenKey, type Json, type JsonObject } from './json.ts';
import { stepIdOf } from './step-id.ts';

const ROOTS = ['input', 'steps', 'item', 'index', 'error', 'output', 'event'] as const;

/**
 * What a template points to: a path into the run's input, the output of a step, the item of the loop around it, its place
 * there, the error that is being handled, the answer that a reverse operation takes back, or, in the input of a trigger
 * alone, the event.
 */
export interface Reference {
  readonly root: (typeof ROOTS)[number];
  /** Normalised id of the step; present where `root` is `steps`. */
  readonly stepId?: string;
  /** Member names and list positions, outermost first. */
  readonly path: readonly (string | number)[];
  /** The text between the braces, as written. */
  readonly source: string;
}

/** One piece of a string value. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reference'; readonly reference: Reference }
  | { readonly kind: 'invalid'; readonly source: string; readonly message: string };

const TEMPLATE = /\{\{(.*?)\}\}/gs;

/** Splits a string at its `{{…}}` templates. A string without any is one text part; an empty string has none. */
export function parseTemplate(text: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of text.matchAll(TEMPLATE)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    parts.push(parseReference(match[1] ?? ''));
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

const SEGMENT = /\.([^.[\]{}]+)|\[(\d{1,6})\]|\['([^'\]]+)'\]|\["([^"\]]+)"\]/y;

function parseReference(raw: string): TemplatePart {
  const source = raw.trim();
  const invalid = (message: string): TemplatePart => ({ kind: 'invalid', source, message });
  const first = /^[a-z]+(?=[.[]|$)/.exec(source)?.[0];
  const root = ROOTS.find((name) => name === first);
  if (root === undefined) {
    return invalid(`{{${source}}} must start with "input.", "steps.<id>" or, inside a loop, "item".`);
  }
  const path: (string | number)[] = [];
  SEGMENT.lastIndex = root.length;
  while (SEGMENT.lastIndex < source.length) {
    const from = SEGMENT.lastIndex;
    const match = SEGMENT.exec(source);
    if (!match) return invalid(`{{${source}}} cannot be read at "${source.slice(from)}".`);
    const name = match[1]?.trim() ?? match[3] ?? match[4];
    path.push(name ?? Number(match[2]));
  }
  if (path.some((part) => typeof part === 'string' && isForbiddenKey(part))) {
    return invalid(`{{${source}}} names a member that may not be read.`);
  }
  if (root !== 'steps') return { kind: 'reference', reference: { root, path, source } };
  const [step, ...rest] = path;
  if (typeof step !== 'string') return invalid(`{{${source}}} must name a step: steps.<id>.`);
  return { kind: 'reference', reference: { root, stepId: stepIdOf(step), path: rest, source } };
}

/** Every template of a value, nested strings included, in the order they are written; invalid ones too. */
export function listTemplates(value: Json): readonly Exclude<TemplatePart, { kind: 'text' }>[] {
  if (typeof value === 'string') return parseTemplate(value).filter((part) => part.kind !== 'text');
  if (Array.isArray(value)) return value.flatMap((item: Json) => listTemplates(item));
  if (typeof value === 'object' && value !== null)
    return Object.values(value).flatMap((item) => listTemplates(item));
  return [];
}

/** Every reference of a value; templates that cannot be read are left out (see `listTemplates`). */
export function listReferences(value: Json): readonly Reference[] {
  return listTemplates(value).flatMap((part) => (part.kind === 'reference' ? [part.reference] : []));
}

/** What references resolve against: outputs by step id; `item` and `index` inside a loop, `error` inside a handler. */
export interface TemplateScope {
  readonly input: Json;
  readonly steps: Readonly<Record<string, Json>>;
  readonly item?: Json;
  readonly index?: number;
  readonly error?: Json;
  /** In a reverse operation: what the step was answered. `input` is what it was given. */
  readonly output?: Json;
  /** For the input of a trigger alone. */
  readonly event?: Json;
}

/**
 * Replaces every template of a value. A template that is the whole string keeps the type of what it points to; one
 * inside a longer string becomes text (lists and objects as JSON, null as nothing). Reads own members only.
 * Throws STEP_INPUT_INVALID naming the template that does not resolve.
 */
export function resolveTemplates(value: Json, scope: TemplateScope): Json {
  if (typeof value === 'string') return resolveText(value, scope);
  if (Array.isArray(value)) return value.map((item: Json) => resolveTemplates(item, scope));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, resolveTemplates(inner, scope)] as const);
  return Object.fromEntries(entries);
}

function resolveText(text: string, scope: TemplateScope): Json {
  const parts = parseTemplate(text);
  const only = parts.length === 1 ? parts[0] : undefined;
  if (only?.kind === 'reference') return resolveReference(only.reference, scope);
  return parts.map((part) => partText(part, scope)).join('');
}

function partText(part: TemplatePart, scope: TemplateScope): string {
  if (part.kind === 'text') return part.text;
  if (part.kind === 'invalid') throw new AppError('STEP_INPUT_INVALID', part.message);
  const value = resolveReference(part.reference, scope);
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The value a reference points to. Throws STEP_INPUT_INVALID. */
function resolveReference(reference: Reference, scope: TemplateScope): Json {
  const { root, stepId, path, source } = reference;
  const start = root === 'steps' ? ownMember(scope.steps, stepId ?? '') : scope[root];
  let value = start;
  for (const part of path) value = value === undefined ? undefined : member(value, part);
  if (value !== undefined) return value;
  const why = start === undefined ? WHY_NOTHING[root](stepId ?? '') : 'there is no such value';
  throw new AppError('STEP_INPUT_INVALID', `{{${source}}} could not be resolved: ${why}.`);
}

const WHY_NOTHING: Readonly<Record<Reference['root'], (stepId: string) => string>> = {
  input: () => 'there is no input',
  steps: (stepId) => `the step "${stepId}" has no output`,
  item: () => 'it stands in no loop',
  index: () => 'it stands in no loop',
  error: () => 'it stands in no error handler',
  output: () => 'there is no answer',
  event: () => 'only the input of a trigger knows the event',
};

function member(value: Json, part: string | number): Json | undefined {
  if (isList(value)) return typeof part === 'number' || /^\d+$/.test(part) ? value[Number(part)] : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  return ownMember(value, String(part));
}

function ownMember(object: JsonObject, key: string): Json | undefined {
  return !isForbiddenKey(key) && Object.hasOwn(object, key) ? object[key] : undefined;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
