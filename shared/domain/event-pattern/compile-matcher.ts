import * as z from 'zod';
import { compileWildcard } from './compile-wildcard.ts';
import { PatternError } from './pattern-error.ts';

/** Whether one of the values of a field matches; `leaves` is empty where the field is not there. */
export type LeafMatcher = (leaves: readonly unknown[]) => boolean;
type Test = (leaf: unknown) => boolean;

/** Compiles the operand of an operator that stands at `place`. */
type Operator = (operand: unknown, place: string) => Test;
export type Operators = ReadonlyMap<string, Operator>;

/**
 * Compiles one element of a pattern's array: a value, or an operator (EventBridge User Guide, Comparison operators for
 * use in event patterns). Throws `PatternError`.
 */
export function compileMatcher(
  element: unknown,
  { operators, place }: { readonly operators: Operators; readonly place: string },
): LeafMatcher {
  if (typeof element !== 'object' || element === null) return some((leaf) => leaf === element);
  const [entry, ...others] = Object.entries(element);
  if (entry === undefined || others.length > 0)
    throw new PatternError(place, 'An operator is an object with one key');
  const [operator, operand] = entry;
  if (operator === 'exists') {
    const exists = parse(z.boolean(), operand, { operator, place });
    return (leaves) => leaves.length > 0 === exists;
  }
  const compile = OPERATORS.get(operator) ?? operators.get(operator);
  if (compile === undefined) throw new PatternError(place, `Unrecognized match type ${operator}`);
  return some(compile(operand, place));
}

const some =
  (test: Test): LeafMatcher =>
  (leaves) =>
    leaves.some(test);

const onText =
  (test: (text: string) => boolean): Test =>
  (leaf) =>
    typeof leaf === 'string' && test(leaf);

/** A map, since names come from outside and must not find what objects inherit. */
const OPERATORS = new Map<string, Operator>([
  ['prefix', compileEnd('prefix', (text, end) => text.startsWith(end))],
  ['suffix', compileEnd('suffix', (text, end) => text.endsWith(end))],
  ['equals-ignore-case', compileIgnoringCase],
  ['wildcard', compileStars],
  ['numeric', compileNumeric],
  ['anything-but', compileAnythingBut],
]);

function compileStars(operand: unknown, place: string): Test {
  const wildcard = parse(z.string(), operand, { operator: 'wildcard', place });
  const matches = compileWildcard(wildcard);
  if (matches === undefined) throw new PatternError(place, 'Consecutive wildcard characters');
  return onText(matches);
}

function compileIgnoringCase(operand: unknown, place: string): Test {
  const folded = parse(z.string(), operand, { operator: 'equals-ignore-case', place }).toLowerCase();
  return onText((text) => text.toLowerCase() === folded);
}

function compileEnd(operator: string, test: (text: string, end: string) => boolean): Operator {
  const IgnoringCase = z.strictObject({ 'equals-ignore-case': z.string() });
  return (operand, place) => {
    const end = parse(z.union([z.string().min(1), IgnoringCase]), operand, { operator, place });
    if (typeof end === 'string') return onText((text) => test(text, end));
    const folded = end['equals-ignore-case'].toLowerCase();
    return onText((text) => test(text.toLowerCase(), folded));
  };
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};
const Bound = z.number().min(-5e9).max(5e9);
const Comparison = z.enum(['=', '<', '<=', '>', '>=']);
const Range = z.union([z.tuple([Comparison, Bound]), z.tuple([Comparison, Bound, Comparison, Bound])]);

function compileNumeric(operand: unknown, place: string): Test {
  const [first, low, second, high] = parse(Range, operand, { operator: 'numeric', place });
  const holds = (value: number, comparison: string | undefined, bound: number | undefined): boolean =>
    comparison === undefined || bound === undefined || COMPARISONS[comparison]?.(value, bound) === true;
  return (leaf) => typeof leaf === 'number' && holds(leaf, first, low) && holds(leaf, second, high);
}

const Scalar = z.union([z.string(), z.number()]);
const Excluded = z.union([
  Scalar,
  z.array(Scalar).min(1),
  z.partialRecord(z.enum(['prefix', 'suffix', 'equals-ignore-case', 'wildcard']), z.unknown()),
]);

/** A field that is not there is not anything but something: it does not match. */
function compileAnythingBut(operand: unknown, place: string): Test {
  const values = parse(Excluded, operand, { operator: 'anything-but', place });
  if (typeof values !== 'object') return (leaf) => leaf !== values;
  if (Array.isArray(values)) {
    const excluded = new Set<unknown>(values);
    return (leaf) => !excluded.has(leaf);
  }
  const [entry, ...others] = Object.entries(values);
  const compile = entry === undefined ? undefined : OPERATORS.get(entry[0]);
  if (entry === undefined || compile === undefined || others.length > 0) {
    throw new PatternError(place, '"anything-but" takes one operator');
  }
  const operands: unknown[] = Array.isArray(entry[1]) ? entry[1] : [entry[1]];
  const tests = operands.map((one) => compile(one, place));
  return (leaf) => !tests.some((test) => test(leaf));
}

function parse<Value>(
  schema: z.ZodType<Value>,
  operand: unknown,
  { operator, place }: { readonly operator: string; readonly place: string },
): Value {
  const result = schema.safeParse(operand);
  if (!result.success) throw new PatternError(place, `"${operator}" has a value that it does not take`);
  return result.data;
}
