import type { Json } from '../domain/json.ts';
import type { TemplateScope } from '../domain/templates.ts';
import type { ConditionStep, TransformStep } from '../domain/workflow.ts';
import type { Expressions } from '../ports.ts';
import type { Outcome } from './settle-outcome.ts';

/** What a transform gives. Throws TRANSFORM_FAILED. */
export async function performTransform(
  expressions: Expressions,
  { expression }: Pick<TransformStep, 'expression'>,
  scope: TemplateScope,
): Promise<Outcome> {
  return { input: { expression }, output: await expressions.evaluate(expression, expressionInput(scope)) };
}

/** The first branch whose expression is true. What is neither true nor false nor nothing is a fault of the workflow. */
export async function chooseBranch(
  expressions: Expressions,
  { branches }: Pick<ConditionStep, 'branches'>,
  scope: TemplateScope,
): Promise<Outcome> {
  for (const [branch, { when }] of branches.entries()) {
    const value = await expressions.evaluate(when, expressionInput(scope));
    if (value === true) return { branch, output: { branch, when } };
    if (value === false || value === null) continue;
    const message = `"${when}" gives neither true nor false.`;
    return { input: { when }, error: { code: 'TRANSFORM_FAILED', message } };
  }
  return { branch: -1, output: { branch: -1 } };
}

/** What expressions read: `input`, `steps`, and `item`, `index` or `error` where there are such. */
function expressionInput(scope: TemplateScope): Json {
  return { ...scope };
}
