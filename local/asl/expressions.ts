import jsonata from 'jsonata';
import { type ExpressionWorld, addFunctions } from './jsonata-functions.ts';
import type { Json, JsonObject } from './json.ts';
import { StatesError } from './states-error.ts';

/** Guards against an expression that never ends: they protect the process that runs every machine. */
const LIMITS = { timeout: 5000, stack: 1000, sequence: 1_000_000 };

/** What an expression sees: `$states` and the variables in reach. */
interface Bindings {
  readonly states: JsonObject;
  readonly variables: JsonObject;
}

/** Evaluates the fields of states; every failure is a `States.QueryEvaluationError` that names field and expression. */
export interface Expressions {
  /** A field's value: a JSONata string, or JSON with JSONata strings anywhere in it. */
  evaluate(options: { field: string; value: Json; bindings: Bindings }): Promise<Json>;
}

/** Is it `{% … %}`? Any other string is itself. */
export function isExpression(value: Json | undefined): value is `{%${string}%}` {
  return typeof value === 'string' && value.startsWith('{%') && value.endsWith('%}');
}

function bare(expression: string): string {
  return expression.slice(2, -2).trim();
}

/** Why an expression cannot be part of a machine, or undefined if it can. */
export function whyUnusable(expression: string): string | undefined {
  try {
    const ast = jsonata(bare(expression)).ast();
    return mentionsEval(ast, new Set()) ? '$eval is not available in Step Functions; use $parse' : undefined;
  } catch (error) {
    return `not a JSONata expression: ${messageOf(error)}`;
  }
}

export function createExpressions(world: ExpressionWorld): Expressions {
  const compiled = new Map<string, jsonata.Expression>();

  function compile(expression: string): jsonata.Expression {
    let known = compiled.get(expression);
    if (known === undefined) {
      known = jsonata(bare(expression), LIMITS);
      addFunctions(known, world);
      compiled.set(expression, known);
    }
    return known;
  }

  async function evaluate({ field, value, bindings }: Parameters<Expressions['evaluate']>[0]): Promise<Json> {
    if (isExpression(value)) return run({ field, expression: value, bindings });
    if (Array.isArray(value)) {
      const items: Json[] = [];
      for (const [index, item] of value.entries())
        items.push(await evaluate({ field: `${field}/${index}`, value: item, bindings }));
      return items;
    }
    if (typeof value === 'object' && value !== null) {
      const members: [string, Json][] = [];
      for (const [name, member] of Object.entries(value))
        members.push([name, await evaluate({ field: `${field}/${name}`, value: member, bindings })]);
      return Object.fromEntries(members);
    }
    return value;
  }

  async function run(options: { field: string; expression: string; bindings: Bindings }): Promise<Json> {
    const { field, expression, bindings } = options;
    const about = `The JSONata expression '${bare(expression)}' specified for the field '${field}'`;
    let result: unknown;
    try {
      result = await compile(expression).evaluate(undefined, {
        ...bindings.variables,
        states: bindings.states,
      });
    } catch (error) {
      throw new StatesError(
        'States.QueryEvaluationError',
        `${about} threw an error during evaluation. ${messageOf(error)}`,
      );
    }
    if (result === undefined) {
      throw new StatesError('States.QueryEvaluationError', `${about} returned nothing (undefined).`);
    }
    const json = toJson(result);
    if (json === undefined) {
      throw new StatesError('States.QueryEvaluationError', `${about} returned something that is not JSON.`);
    }
    return json;
  }

  return { evaluate };
}

/** Plain JSON out of a JSONata result, whose arrays carry hidden members; undefined where it holds a function. */
function toJson(value: unknown): Json | undefined {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (Array.isArray(value)) {
    const items = value.map(toJson);
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  if (typeof value !== 'object' || '_jsonata_lambda' in value || '_jsonata_function' in value)
    return undefined;
  const members: [string, Json][] = [];
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const json = toJson(member);
    if (json === undefined) return undefined;
    members.push([name, json]);
  }
  return Object.fromEntries(members);
}

/** JSONata throws plain objects with a code and a message. */
function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  return `${code}${'message' in error ? String(error.message) : 'unknown'}`;
}

function mentionsEval(node: unknown, seen: Set<object>): boolean {
  if (typeof node !== 'object' || node === null || seen.has(node)) return false;
  seen.add(node);
  if ('type' in node && node.type === 'variable' && 'value' in node && node.value === 'eval') return true;
  return Object.values(node).some((part) => mentionsEval(part, seen));
}
