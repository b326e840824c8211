import { isRecord, singleEntry } from './values.ts';

export interface ConditionScope {
  /** The stack's `Conditions` section. */
  readonly conditions: Readonly<Record<string, unknown>>;
  resolve(value: unknown): unknown;
}

/**
 * Evaluates a condition by its name or by its expression (CloudFormation, "Condition functions": Equals, And, Or, Not,
 * Condition). Throws for anything else.
 */
export function evaluateCondition(condition: unknown, scope: ConditionScope): boolean {
  if (typeof condition === 'string') {
    const expression = scope.conditions[condition];
    if (expression === undefined) throw new Error(`The template has no condition ${condition}.`);
    return evaluateCondition(expression, scope);
  }
  const entry = isRecord(condition) ? singleEntry(condition) : undefined;
  const [name, argument] = entry ?? ['', undefined];
  if (name === 'Condition') return evaluateCondition(argument, scope);
  const items: readonly unknown[] = Array.isArray(argument) ? argument : [];
  switch (name) {
    case 'Fn::Equals':
      return String(scope.resolve(items[0])) === String(scope.resolve(items[1]));
    case 'Fn::And':
      return items.every((item) => evaluateCondition(item, scope));
    case 'Fn::Or':
      return items.some((item) => evaluateCondition(item, scope));
    case 'Fn::Not':
      return !evaluateCondition(items[0], scope);
    default:
      throw new Error(`The laptop cloud does not know the condition ${JSON.stringify(condition)}.`);
  }
}
