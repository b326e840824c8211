import { compileMatcher, invalidPattern } from './event-matchers.ts';
import type { LeafMatcher } from './event-matchers.ts';

/** Whether an event matches. */
export type EventPattern = (event: unknown) => boolean;

/**
 * Compiles an event pattern (EventBridge User Guide, Amazon EventBridge event patterns): fields are joined by AND,
 * the values of one field by OR. Throws `InvalidEventPatternException`.
 */
export function compilePattern(pattern: unknown): EventPattern {
  if (!isRecord(pattern)) throw invalidPattern('Filter is not an object');
  const fields = Object.entries(pattern).map(([name, inner]) => compileField(name, inner));
  if (fields.length === 0) throw invalidPattern('Empty patterns are not allowed');
  return (event) => {
    const record = isRecord(event) ? event : {};
    return fields.every((matches) => matches(record));
  };
}

type Field = (record: Readonly<Record<string, unknown>>) => boolean;

function compileField(name: string, pattern: unknown): Field {
  if (name === '$or') return compileOr(pattern);
  if (Array.isArray(pattern)) {
    const matches = compileLeaf(name, pattern);
    return (record) => matches(read(record, name));
  }
  if (!isRecord(pattern)) throw invalidPattern(`"${name}" must be an object or an array`);
  const matches = compilePattern(pattern);
  return (record) => {
    const objects = flatten(read(record, name)).filter(isRecord);
    // Below a field that is not there nothing exists, which `{"exists": false}` may ask for.
    return objects.length === 0 ? matches({}) : objects.some(matches);
  };
}

function compileOr(alternatives: unknown): Field {
  if (!Array.isArray(alternatives) || alternatives.length < 2) {
    throw invalidPattern('"$or" must be an array of two patterns or more');
  }
  const patterns = alternatives.map(compilePattern);
  return (record) => patterns.some((matches) => matches(record));
}

function compileLeaf(name: string, values: readonly unknown[]): (value: unknown) => boolean {
  if (values.length === 0) throw invalidPattern(`Empty arrays are not allowed, as at "${name}"`);
  const matchers: LeafMatcher[] = values.map(compileMatcher);
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
