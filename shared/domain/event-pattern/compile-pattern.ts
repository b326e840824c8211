import { compileMatcher, type LeafMatcher, type Operators } from './compile-matcher.ts';
import { PatternError } from './pattern-error.ts';

/** Whether an event matches. */
export type EventPattern = (event: unknown) => boolean;

/**
 * Compiles an event pattern (EventBridge User Guide, Amazon EventBridge event patterns): fields are joined by AND,
 * the values of one field by OR. `operators` are known beside the usual ones. Throws `PatternError`.
 */
export function compilePattern(
  pattern: unknown,
  { operators = new Map(), place = '$' }: { operators?: Operators; place?: string } = {},
): EventPattern {
  if (!isRecord(pattern)) throw new PatternError(place, 'Filter is not an object');
  const fields = Object.entries(pattern).map(([name, inner]) =>
    compileField(name, inner, { operators, place: `${place}.${name}` }),
  );
  if (fields.length === 0) throw new PatternError(place, 'Empty patterns are not allowed');
  return (event) => {
    const record = isRecord(event) ? event : {};
    return fields.every((matches) => matches(record));
  };
}

interface Here {
  readonly operators: Operators;
  readonly place: string;
}

type Field = (record: Readonly<Record<string, unknown>>) => boolean;

function compileField(name: string, pattern: unknown, here: Here): Field {
  if (name === '$or') return compileOr(pattern, here);
  if (Array.isArray(pattern)) {
    const matches = compileLeaf(pattern, here);
    return (record) => matches(read(record, name));
  }
  if (!isRecord(pattern)) throw new PatternError(here.place, `"${name}" must be an object or an array`);
  const matches = compilePattern(pattern, here);
  return (record) => {
    const objects = flatten(read(record, name)).filter(isRecord);
    // Below a field that is not there nothing exists, which `{"exists": false}` may ask for.
    return objects.length === 0 ? matches({}) : objects.some(matches);
  };
}

function compileOr(alternatives: unknown, { operators, place }: Here): Field {
  if (!Array.isArray(alternatives) || alternatives.length < 2) {
    throw new PatternError(place, '"$or" must be an array of two patterns or more');
  }
  const patterns = alternatives.map((pattern, at) =>
    compilePattern(pattern, { operators, place: `${place}[${at}]` }),
  );
  return (record) => patterns.some((matches) => matches(record));
}

function compileLeaf(values: readonly unknown[], { operators, place }: Here): (value: unknown) => boolean {
  if (values.length === 0) throw new PatternError(place, 'Empty arrays are not allowed');
  const matchers: LeafMatcher[] = values.map((value, at) =>
    compileMatcher(value, { operators, place: `${place}[${at}]` }),
  );
  return (value) => {
    const leaves = flatten(value).filter((leaf) => !isRecord(leaf));
    return matchers.some((matches) => matches(leaves));
  };
}

/** An array stands for each of its elements; a field that is not there for none. */
function flatten(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value.flatMap(flatten) : [value];
}

function read(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
