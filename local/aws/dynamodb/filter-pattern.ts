/** The comparisons of Lambda event filtering (AWS Lambda Developer Guide, "Filter rule syntax"). */
type Test = (value: unknown) => boolean;
export type Matcher = (event: unknown) => boolean;

/** A matcher from one parsed filter pattern. Throws for a rule that Lambda does not know, so that none is ignored. */
export function compilePattern(pattern: unknown): Matcher {
  if (!isObject(pattern)) throw new Error('A filter pattern is a JSON object.');
  const fields = Object.entries(pattern).map(([name, rule]) => {
    if (name === '$or') return anyOf(toArray(rule, '$or').map(compilePattern));
    if (Array.isArray(rule)) return onLeaf(name, rule.map(compileRule));
    const inner = compilePattern(rule);
    return (event: unknown) => inner(isObject(event) ? event[name] : undefined);
  });
  return (event) => fields.every((matches) => matches(event));
}

function anyOf(matchers: readonly Matcher[]): Matcher {
  return (event) => matchers.some((matches) => matches(event));
}

/** A field matches where one of its rules accepts it; of a list, one element is enough. */
function onLeaf(name: string, tests: readonly Test[]): Matcher {
  return (event) => {
    const value = isObject(event) ? event[name] : undefined;
    const candidates = Array.isArray(value) && value.length > 0 ? value : [value];
    return candidates.some((candidate) => tests.some((test) => test(candidate)));
  };
}

function compileRule(rule: unknown): Test {
  if (!isObject(rule)) return (value) => value === rule;
  const entries = Object.entries(rule);
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) throw unknownRule(rule);
  const [operator, operand] = entry;
  switch (operator) {
    case 'exists':
      // An object is no leaf; a filter on one never matches.
      return (value) => (value !== undefined && !isObject(value)) === (operand === true);
    case 'prefix':
      return onText(operand, (text, start) => text.startsWith(start));
    case 'suffix':
      return onText(operand, (text, end) => text.endsWith(end));
    case 'equals-ignore-case':
      return onText(operand, (text, other) => text.toLowerCase() === other.toLowerCase());
    case 'anything-but': {
      const tests = (Array.isArray(operand) ? operand : [operand]).map(compileRule);
      return (value) => value !== undefined && !tests.some((test) => test(value));
    }
    case 'numeric':
      return compileNumeric(toArray(operand, 'numeric'));
    default:
      throw unknownRule(rule);
  }
}

function compileNumeric(operand: readonly unknown[]): Test {
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const limit = operand[index + 1];
    const compare = COMPARISONS.get(operand[index]);
    if (typeof limit !== 'number' || compare === undefined) throw unknownRule({ numeric: operand });
    tests.push((value) => compare(value, limit));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

const COMPARISONS = new Map<unknown, (value: number, limit: number) => boolean>([
  ['=', (value, limit) => value === limit],
  ['<', (value, limit) => value < limit],
  ['<=', (value, limit) => value <= limit],
  ['>', (value, limit) => value > limit],
  ['>=', (value, limit) => value >= limit],
]);

function onText(operand: unknown, test: (text: string, operand: string) => boolean): Test {
  if (typeof operand !== 'string') throw unknownRule(operand);
  return (value) => typeof value === 'string' && test(value, operand);
}

function toArray(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`The filter rule ${name} takes a list.`);
  return value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknownRule(rule: unknown): Error {
  return new Error(`The laptop cloud does not know the filter rule ${JSON.stringify(rule)}.`);
}
