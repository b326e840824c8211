import { AppError, type ErrorDetail } from '../domain/errors.ts';
import { faultOfPlace, type StepsSoFar } from './check-references.ts';

/** A JSONata expression of a step: where it stands, and what it may read there. */
export interface PlacedExpression {
  readonly path: string;
  readonly expression: string;
  readonly seen: StepsSoFar;
}

/**
 * The paths that an expression reads of `{input, steps, item, index, error}`, names from the outside in. Throws
 * TRANSFORM_FAILED for one that cannot be read.
 */
export type ReadExpression = (expression: string) => Promise<readonly (readonly string[])[]>;

/** Expressions that cannot be read, and what they read that is not there: JSONata itself would take it for nothing. */
export async function expressionFaults(
  expressions: readonly PlacedExpression[],
  readExpression: ReadExpression,
): Promise<readonly ErrorDetail[]> {
  const faults = await Promise.all(
    expressions.map(async ({ path, expression, seen }): Promise<readonly ErrorDetail[]> => {
      try {
        const messages = (await readExpression(expression)).flatMap((read) => faultOfRead(read, seen) ?? []);
        return [...new Set(messages)].map((message) => ({ path, message }));
      } catch (error) {
        return [
          { path, message: error instanceof AppError ? error.message : 'The expression cannot be read.' },
        ];
      }
    }),
  );
  return faults.flat();
}

function faultOfRead([root, stepId, ...path]: readonly string[], seen: StepsSoFar): string | undefined {
  if (root === 'steps' && stepId !== undefined) {
    const fault = faultOfPlace({ root, stepId, path }, seen);
    return fault && `steps.${stepId} ${fault}`;
  }
  if (root !== 'item' && root !== 'index' && root !== 'error') return undefined;
  const fault = faultOfPlace({ root, path }, seen);
  return fault && `${root} ${fault}`;
}
