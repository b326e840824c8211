import type { Json } from '../../domain/json.ts';
import { findEntities, type EntityKind } from '../entities.ts';
import type { Input } from '../operation-view.ts';
import { slotOf } from '../slots.ts';
import { synonymsOf, termsOf } from '../text.ts';
import { isPlaceholder } from './changes-between.ts';
import { readValue, spellingOf, unquoted } from './read-value.ts';
import type { SeenStep } from './step-views.ts';

/** A value of a step that a change may mean. */
export interface Spot {
  readonly seen: SeenStep;
  readonly input: Input;
  /** What stands there; undefined where nothing does. */
  readonly current: Json | undefined;
}

/** Everything that the calls of a plan give, or could give. */
export function spotsOf(steps: readonly SeenStep[]): readonly Spot[] {
  return steps.flatMap((seen) =>
    (seen.view?.inputs ?? []).map((input) => ({ seen, input, current: seen.step.parameters[input.name] })),
  );
}

/** The spots that hold a value ("not #a but #b"); failing those, the ones whose text contains it. */
export function spotsHolding(old: string, spots: readonly Spot[]): readonly Spot[] {
  const wanted = unquoted(old).toLowerCase();
  const same = spots.filter(({ current }) => isText(current) && String(current).toLowerCase() === wanted);
  if (same.length > 0) return same;
  const holds = (text: string): boolean => ` ${text.toLowerCase()} `.includes(` ${wanted} `);
  return spots.filter(({ current }) => typeof current === 'string' && wanted.length > 1 && holds(current));
}

/** The spots with a name ("the limit"), those that are named best; what is given already goes before what could be. */
export function spotsNamed(name: string, spots: readonly Spot[]): readonly Spot[] {
  const said = termsOf(name);
  if (said.length === 0) return [];
  const scored = spots.map((spot) => ({ spot, score: scoreOfName(said, spot) }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return best === 0 ? [] : scored.filter(({ score }) => score === best).map(({ spot }) => spot);
}

function scoreOfName(said: readonly string[], { input, current }: Spot): number {
  const fits = said.filter((term) => input.terms.includes(term)).length;
  const near = said.filter((term) => synonymsOf(term).some((other) => input.terms.includes(other))).length;
  if (fits + near < said.length) return 0;
  const whole = fits === input.terms.length ? 4 : 0;
  return fits * 8 + near * 2 + whole + (current === undefined ? 0 : 1);
}

/** A word for a thing before its number or its key: `pet 7`, `order A-15`. */
const NAMED_KEY = /^(?:the\s+)?(\p{L}[\p{L}\s]*?)\s+(?:number\s+|no\.?\s+)?(\S*\d\S*)$/iu;

/**
 * The value of a thing that is called by its kind ("pet 7" where a petId stands), and the spots that hold such a one.
 * Undefined where the words name no value of the plan; texts for people are none.
 */
export function keyOfThing(
  text: string,
  spots: readonly Spot[],
): { readonly value: string; readonly spots: readonly Spot[] } | undefined {
  const [, name, value] = NAMED_KEY.exec(unquoted(text).replace(/[.!]+$/, '')) ?? [];
  if (name === undefined || value === undefined) return undefined;
  const held = spots.filter(({ input, current }) => isText(current) && !slotOf(input).text);
  const named = spotsNamed(name, held);
  return named.length === 0 ? undefined : { value, spots: named };
}

/**
 * The spots that a value alone may mean ("make it 10"): those that hold a value of its kind; where none does, those that
 * could and are made for it.
 */
export function spotsFor(value: string, spots: readonly Spot[]): readonly Spot[] {
  const fitting = spots.filter(({ input }) => {
    const read = readValue(input, value);
    return read !== undefined && 'value' in read;
  });
  const kinds = kindsOf(value);
  const given = fitting.filter(({ current }) => isText(current));
  // One of the values that may be chosen is hardly a text that happens to read the same.
  const chosen = given.filter(({ input }) => holdsChoice(input, value));
  if (chosen.length > 0) return chosen;
  const alike = given.filter((spot) => isAlike(spot, value, kinds));
  if (alike.length > 0) return alike;
  return fitting.filter(({ input, current }) => {
    if (current !== undefined) return false;
    const slot = slotOf(input);
    return (
      holdsChoice(input, value) ||
      (kinds.includes('number') && slot.numeric && slot.count) ||
      kinds.some((kind) => kind !== 'number' && kind !== 'quoted' && slot.made.has(kind))
    );
  });
}

function isAlike({ input, current }: Spot, value: string, kinds: readonly EntityKind[]): boolean {
  const slot = slotOf(input);
  if (input.values !== undefined) return holdsChoice(input, value);
  if (slot.numeric) return kinds.includes('number');
  const held = typeof current === 'string' && !isPlaceholder(current) ? kindsOf(current) : [];
  const [kind] = kinds;
  if (kind !== undefined && !isPlain(kind)) return held.includes(kind) || slot.made.has(kind);
  return slot.text || (typeof current === 'string' && !current.includes('{{') && held.every(isPlain));
}

/** Words as people say them, unlike an address or a number. */
function isPlain(kind: EntityKind): boolean {
  return kind === 'quoted' || kind === 'proper' || kind === 'words';
}

function holdsChoice({ values }: Input, value: string): boolean {
  const wanted = unquoted(value).toLowerCase();
  return (values ?? []).some((choice) => spellingOf(choice).toLowerCase() === wanted);
}

/** What a text looks like as a whole; empty where it is plain words. */
function kindsOf(text: string): readonly EntityKind[] {
  const plain = unquoted(text).replace(/[.!]+$/, '');
  const whole = findEntities(plain).find((entity) => entity.to - entity.from >= plain.length);
  if (whole !== undefined) return [whole.kind];
  return plain === text.trim() ? [] : ['quoted'];
}

function isText(value: Json | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
