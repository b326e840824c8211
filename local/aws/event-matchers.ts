import { BlockList, isIP } from 'node:net';

import * as z from 'zod';

import { AwsError } from './service.ts';
import { compileWildcard } from './event-wildcard.ts';

/** Whether one of the values of a field matches; `leaves` is empty where the field is not there. */
export type LeafMatcher = (leaves: readonly unknown[]) => boolean;
type Test = (leaf: unknown) => boolean;

/** The refusal of a pattern, in the words of PutRule. */
export function invalidPattern(reason: string): AwsError {
  return new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}

/**
 * Compiles one element of a pattern's array: a value, or an operator (EventBridge User Guide, Comparison operators for
 * use in event patterns). Throws `InvalidEventPatternException`.
 */
export function compileMatcher(element: unknown): LeafMatcher {
  if (typeof element !== 'object' || element === null) return some((leaf) => leaf === element);
  const [entry, ...others] = Object.entries(element);
  if (entry === undefined || others.length > 0) throw invalidPattern('An operator is an object with one key');
  const [operator, operand] = entry;
  if (operator === 'exists') {
    const exists = parse(z.boolean(), operand, operator);
    return (leaves) => leaves.length > 0 === exists;
  }
  const compile = OPERATORS.get(operator);
  if (compile === undefined) throw invalidPattern(`Unrecognized match type ${operator}`);
  return some(compile(operand));
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
const OPERATORS = new Map<string, (operand: unknown) => Test>([
  ['prefix', (operand) => compileEnd(operand, 'prefix', (text, end) => text.startsWith(end))],
  ['suffix', (operand) => compileEnd(operand, 'suffix', (text, end) => text.endsWith(end))],
  ['equals-ignore-case', compileIgnoringCase],
  ['wildcard', (operand) => onText(compileWildcard(parse(z.string(), operand, 'wildcard')))],
  ['numeric', compileNumeric],
  ['cidr', compileCidr],
  ['anything-but', compileAnythingBut],
]);

function compileIgnoringCase(operand: unknown): Test {
  const folded = parse(z.string(), operand, 'equals-ignore-case').toLowerCase();
  return onText((text) => text.toLowerCase() === folded);
}

function compileEnd(operand: unknown, name: string, test: (text: string, end: string) => boolean): Test {
  const IgnoringCase = z.strictObject({ 'equals-ignore-case': z.string() });
  const end = parse(z.union([z.string().min(1), IgnoringCase]), operand, name);
  if (typeof end === 'string') return onText((text) => test(text, end));
  const folded = end['equals-ignore-case'].toLowerCase();
  return onText((text) => test(text.toLowerCase(), folded));
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

function compileNumeric(operand: unknown): Test {
  const [first, low, second, high] = parse(Range, operand, 'numeric');
  const holds = (value: number, comparison: string | undefined, bound: number | undefined): boolean =>
    comparison === undefined || bound === undefined || COMPARISONS[comparison]?.(value, bound) === true;
  return (leaf) => typeof leaf === 'number' && holds(leaf, first, low) && holds(leaf, second, high);
}

function compileCidr(operand: unknown): Test {
  const [address = '', length = ''] = parse(z.string(), operand, 'cidr').split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  const block = new BlockList();
  try {
    block.addSubnet(address, Number.parseInt(length, 10), family);
  } catch {
    throw invalidPattern('"cidr" must be an address block');
  }
  return onText((text) => isIP(text) > 0 && block.check(text, isIP(text) === 6 ? 'ipv6' : 'ipv4'));
}

const Scalar = z.union([z.string(), z.number()]);
const Excluded = z.union([
  Scalar,
  z.array(Scalar).min(1),
  z.partialRecord(z.enum(['prefix', 'suffix', 'equals-ignore-case', 'wildcard']), z.unknown()),
]);

/** A field that is not there is not anything but something: it does not match. */
function compileAnythingBut(operand: unknown): Test {
  const values = parse(Excluded, operand, 'anything-but');
  if (typeof values !== 'object') return (leaf) => leaf !== values;
  if (Array.isArray(values)) {
    const excluded = new Set<unknown>(values);
    return (leaf) => !excluded.has(leaf);
  }
  const [entry, ...others] = Object.entries(values);
  const compile = entry === undefined ? undefined : OPERATORS.get(entry[0]);
  if (entry === undefined || compile === undefined || others.length > 0) {
    throw invalidPattern('"anything-but" takes one operator');
  }
  const operands: unknown[] = Array.isArray(entry[1]) ? entry[1] : [entry[1]];
  const tests = operands.map(compile);
  return (leaf) => !tests.some((test) => test(leaf));
}

function parse<Value>(schema: z.ZodType<Value>, operand: unknown, operator: string): Value {
  const result = schema.safeParse(operand);
  if (!result.success) throw invalidPattern(`"${operator}" has a value that it does not take`);
  return result.data;
}
