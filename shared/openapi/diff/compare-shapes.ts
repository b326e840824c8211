import type { SchemaChange } from '../../domain/catalogue-diff.ts';
import { compareLimits } from './compare-limits.ts';
import { compareTypes, type TypeChange, type ValuePlace } from './compare-types.ts';
import type { Segment } from './difference.ts';
import { saysNothing, type LeftOut, type Shape, type Side } from './shape.ts';

/** One difference of two shapes; `path` is below the value they describe. */
export interface ShapeChange {
  readonly change: SchemaChange;
  readonly breaking: boolean;
  readonly path: readonly Segment[];
  /** What is now and what was, for the sentence. */
  readonly detail: string;
}

/**
 * Every difference that a caller can tell, outermost first. A caller that writes the value is broken where less is allowed
 * than before, one that reads it where more is: a value may have another type, be null, or not be there.
 */
export function compareShapes(request: {
  readonly before: Shape;
  readonly after: Shape;
  readonly side: Side;
  readonly place: ValuePlace;
}): readonly ShapeChange[] {
  const found: ShapeChange[] = [];
  new Comparison(request.side, request.place, found).compare(request.before, request.after, []);
  return found;
}

const MAX_VALUES = 6;

type Path = readonly Segment[];

class Comparison {
  readonly #isRequest: boolean;
  readonly #place: ValuePlace;
  readonly #found: ShapeChange[];

  constructor(side: Side, place: ValuePlace, found: ShapeChange[]) {
    this.#isRequest = side === 'request';
    this.#place = place;
    this.#found = found;
  }

  compare(before: Shape, after: Shape, path: Path): void {
    if (saysNothing(after)) {
      // A reference that cannot be read leaves such a schema, so it proves nothing.
      if (!saysNothing(before) && !after.left.keywords)
        this.#add('type-widened', false, path, 'is no longer described');
      return;
    }
    if (saysNothing(before) && !this.#isRequest) return;
    // Where it is something else altogether, what is within it has nothing to compare with.
    if (this.#types(before, after, path) === 'type-changed') return;
    this.#values(before, after, path);
    this.#limits(before, after, path);
    this.#members(before, after, path);
    if (before.items && after.items) this.compare(before.items, after.items, [...path, 'items']);
    if (before.others && after.others) this.compare(before.others, after.others, [...path, 'others']);
    if (this.#isRequest && before.closed !== after.closed && !before.left.members && !after.left.members) {
      if (after.closed)
        this.#add('other-members-refused', true, path, 'no longer takes members that are not listed');
      else this.#add('other-members-taken', false, path, 'also takes members that are not listed now');
    }
  }

  #types(before: Shape, after: Shape, path: Path): TypeChange {
    const change = compareTypes(before.types, after.types, this.#place);
    if (change !== 'same') {
      const worse = this.#isRequest ? 'type-narrowed' : 'type-widened';
      // A document that only says more than it did forbids nothing that worked.
      const breaking = change === 'type-changed' || (change === worse && before.types !== undefined);
      this.#add(change, breaking, path, `is ${named(after.types)} now and was ${named(before.types)}`);
    }
    // That a schema does not say `nullable` counts only where nothing of it was left out.
    const isSure = !(before.nullable ? after : before).left.keywords;
    const haveTypes = before.types !== undefined && after.types !== undefined;
    if (haveTypes && isSure && before.nullable !== after.nullable) {
      if (after.nullable) this.#add('became-nullable', !this.#isRequest, path, 'may be null now');
      else this.#add('became-not-nullable', this.#isRequest, path, 'may not be null any more');
    }
    const [was, is] = [before.format, after.format];
    if (was !== undefined && is !== undefined && was !== is && isText(before) && isText(after))
      this.#add('format-changed', true, path, `has the format ${is} now and had ${was}`);
    return change;
  }

  #values(before: Shape, after: Shape, path: Path): void {
    const [was, is] = [before.values, after.values];
    if (was === undefined || is === undefined) {
      if (was === is) return;
      if (is && !before.left.keywords)
        this.#add(
          'became-enum',
          this.#isRequest,
          path,
          `is one of ${listed(is)} now and was not limited to these`,
        );
      if (was && !after.left.keywords)
        this.#add('enum-removed', false, path, 'is no longer limited to listed values');
      return;
    }
    const gone = was.filter((value) => !is.includes(value));
    const added = is.filter((value) => !was.includes(value));
    if (gone.length > 0)
      this.#add('enum-value-removed', this.#isRequest, path, `can no longer be ${listed(gone)}`);
    // A reader is told, not broken: values come and go, and most readers pass them on.
    if (added.length > 0) this.#add('enum-value-added', false, path, `can also be ${listed(added)} now`);
  }

  /** Of a request alone: an answer within other limits breaks nobody who reads it. */
  #limits(before: Shape, after: Shape, path: Path): void {
    if (!this.#isRequest) return;
    const changes = compareLimits(
      { limits: before.limits, leftOut: before.left.keywords },
      { limits: after.limits, leftOut: after.left.keywords },
    );
    for (const how of ['tightened', 'changed', 'relaxed'] as const) {
      const texts = changes.filter((change) => change.how === how).map(({ text }) => text);
      if (texts.length > 0)
        this.#add(`constraint-${how}`, how !== 'relaxed', path, `has other limits now: ${texts.join(', ')}`);
    }
  }

  #members(before: Shape, after: Shape, path: Path): void {
    for (const [name, member] of before.members) {
      const at = [...path, { member: name }];
      const now = after.members.get(name);
      if (!now) {
        if (!after.left.members) this.#add('removed', true, at, 'is gone');
        continue;
      }
      if (member.required !== now.required && !isUnknown(before.left, after.left, member.required)) {
        if (now.required) this.#add('became-required', this.#isRequest, at, this.#always);
        else this.#add('became-optional', !this.#isRequest, at, this.#maybe);
      }
      this.compare(member.shape, now.shape, at);
    }
    if (before.left.members) return;
    for (const [name, member] of after.members) {
      if (before.members.has(name)) continue;
      const at = [...path, { member: name }];
      if (member.required)
        this.#add(
          'added-required',
          this.#isRequest,
          at,
          `is new${this.#isRequest ? ' and must be given' : ''}`,
        );
      else this.#add('added-optional', false, at, `is new${this.#isRequest ? ' and may be left out' : ''}`);
    }
  }

  get #always(): string {
    return this.#isRequest ? 'must be given now' : 'is always there now';
  }

  get #maybe(): string {
    return this.#isRequest ? 'may be left out now' : 'may be missing now';
  }

  #add(change: SchemaChange, breaking: boolean, path: Path, detail: string): void {
    this.#found.push({ change, breaking, path, detail });
  }
}

/** Whether the side on which a member is not required has lost its list of required members. */
function isUnknown(before: LeftOut, after: LeftOut, wasRequired: boolean): boolean {
  return wasRequired ? after.required : before.required;
}

function isText({ types }: Shape): boolean {
  return types === undefined || types.includes('string');
}

function named(types: readonly string[] | undefined): string {
  return types === undefined || types.length === 0 ? 'of any type' : types.join(' or ');
}

function listed(values: readonly string[]): string {
  const shown = values.slice(0, MAX_VALUES).map((value) => value.slice(0, 60));
  return `${shown.join(', ')}${values.length > MAX_VALUES ? ', …' : ''}`;
}
