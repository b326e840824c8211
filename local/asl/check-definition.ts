import type { Catcher, MachineType, Retrier, Scope, State, TaskState, WaitState } from './definition.ts';
import { isExpression, whyUnusable } from './expressions.ts';
import type { Json } from './json.ts';
import { readTaskResource } from './task-resource.ts';

const VARIABLE = /^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u;

interface Surroundings {
  readonly type: MachineType;
  /** Names of all states so far: they are unique in the whole machine. */
  readonly names: Set<string>;
  /** Variables that outer scopes assign somewhere; an inner scope may read them but not assign to them. */
  readonly outer: ReadonlySet<string>;
}

/** What is wrong with a machine beyond the form of its fields; empty if nothing is. */
export function checkScope({ scope, type }: { scope: Scope; type: MachineType }): string[] {
  return check(scope, { type, names: new Set(), outer: new Set() });
}

function check(scope: Scope, around: Surroundings): string[] {
  const problems: string[] = [];
  const states = Object.entries(scope.States);
  const own = new Set(states.flatMap(([, state]) => assignedBy(state)));
  if (!Object.hasOwn(scope.States, scope.StartAt))
    problems.push(`StartAt names no state: "${scope.StartAt}"`);
  const reached = reachable(scope);
  for (const [name, state] of states) {
    const add = (problem: string) => problems.push(`state "${name}": ${problem}`);
    if (around.names.has(name)) add('another state of the machine has the same name');
    around.names.add(name);
    if (!reached.has(name)) add('no transition leads to it');
    for (const next of nextOf(state))
      if (!Object.hasOwn(scope.States, next)) add(`there is no state "${next}" beside it`);
    if ('Next' in state === 'End' in state && leaves(state)) add('exactly one of Next and End is needed');
    for (const variable of assignedBy(state)) {
      if (variable === 'states' || !VARIABLE.test(variable))
        add(`"${variable}" is not a name for a variable`);
      if (around.outer.has(variable))
        add(`"${variable}" belongs to an outer scope and cannot be assigned here`);
    }
    for (const problem of expressionProblems(state)) add(problem);
    for (const problem of kindProblems(state, around.type)) add(problem);
    for (const inner of innerScopes(state))
      problems.push(...check(inner, { ...around, outer: new Set([...around.outer, ...own]) }));
  }
  return problems;
}

function leaves(state: State): boolean {
  return state.Type !== 'Choice' && state.Type !== 'Succeed' && state.Type !== 'Fail';
}

function nextOf(state: State): string[] {
  const next: (string | undefined)[] = [];
  if ('Next' in state) next.push(state.Next);
  if ('Catch' in state) next.push(...(state.Catch ?? []).map((catcher) => catcher.Next));
  if (state.Type === 'Choice') next.push(...state.Choices.map((rule) => rule.Next), state.Default);
  return next.filter((name) => name !== undefined);
}

function reachable(scope: Scope): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [scope.StartAt];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const state = scope.States[name];
    if (state === undefined || reached.has(name)) continue;
    reached.add(name);
    waiting.push(...nextOf(state));
  }
  return reached;
}

function innerScopes(state: State): readonly Scope[] {
  if (state.Type === 'Parallel') return state.Branches;
  return state.Type === 'Map' ? [state.ItemProcessor] : [];
}

function assignedBy(state: State): string[] {
  const blocks = ['Assign' in state ? state.Assign : undefined];
  if ('Catch' in state) blocks.push(...(state.Catch ?? []).map((catcher) => catcher.Assign));
  if (state.Type === 'Choice') blocks.push(...state.Choices.map((rule) => rule.Assign));
  return blocks.flatMap((block) => Object.keys(block ?? {}));
}

/** Fields that are never expressions, or belong to an inner scope. */
const PLAIN = new Set(['Comment', 'Type', 'Resource', 'Branches', 'ItemProcessor', 'Next', 'Retry']);

function expressionProblems(state: State): string[] {
  const problems: string[] = [];
  const walk = (value: Json | undefined, field: string) => {
    if (isExpression(value)) {
      const why = whyUnusable(value);
      if (why !== undefined) problems.push(`${field}: ${why}`);
    } else if (typeof value === 'string') {
      if (value.startsWith('{%')) problems.push(`${field}: a JSONata string ends with "%}"`);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, part] of Object.entries(value)) walk(part, `${field}/${name}`);
    }
  };
  for (const [field, value] of Object.entries(state)) if (!PLAIN.has(field)) walk(value, field);
  return problems;
}

function kindProblems(state: State, type: MachineType): string[] {
  if (state.Type === 'Task') return [...taskProblems(state, type), ...handlingProblems(state)];
  if (state.Type === 'Parallel' || state.Type === 'Map') return handlingProblems(state);
  return state.Type === 'Wait' ? waitProblems(state) : [];
}

function taskProblems(state: TaskState, type: MachineType): string[] {
  const problems: string[] = [];
  const resource = readTaskResource(state.Resource);
  if (typeof resource === 'string') problems.push(`Resource: ${resource}`);
  else if (type === 'EXPRESS' && resource.pattern !== 'request-response') {
    problems.push('Resource: Express state machines have no .sync and no .waitForTaskToken');
  }
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
  if (heartbeat !== undefined && typeof resource !== 'string' && resource.pattern !== 'task-token') {
    problems.push('HeartbeatSeconds needs .waitForTaskToken: nothing else can send a heartbeat');
  }
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
    problems.push('HeartbeatSeconds must be smaller than TimeoutSeconds');
  }
  return problems;
}

function waitProblems({ Seconds, Timestamp }: WaitState): string[] {
  if ((Seconds === undefined) === (Timestamp === undefined))
    return ['exactly one of Seconds and Timestamp is needed'];
  const literal = Timestamp !== undefined && !isExpression(Timestamp);
  return literal && Number.isNaN(Date.parse(Timestamp)) ? ['Timestamp is not an ISO 8601 time'] : [];
}

function handlingProblems(state: {
  readonly Retry?: readonly Retrier[] | undefined;
  readonly Catch?: readonly Catcher[] | undefined;
}): string[] {
  const problems = (state.Retry ?? [])
    .filter((retrier) => (retrier.MaxDelaySeconds ?? Infinity) <= (retrier.IntervalSeconds ?? 1))
    .map(() => 'Retry: MaxDelaySeconds must be greater than IntervalSeconds');
  for (const field of ['Retry', 'Catch'] as const) {
    const rules = state[field] ?? [];
    for (const [index, { ErrorEquals }] of rules.entries()) {
      if (!ErrorEquals.includes('States.ALL')) continue;
      if (ErrorEquals.length > 1 || index < rules.length - 1) {
        problems.push(`${field}: States.ALL stands alone and last`);
      }
    }
  }
  return problems;
}
