import { AppError, type ErrorDetail } from '../domain/errors.ts';
import { everyStep, type Step, type StepInput } from '../domain/workflow.ts';
import type { CatalogueStore, ConnectionStore } from '../ports.ts';

/** Hand-written steps, checked against the connected APIs. VALIDATION_ERROR lists every fault with its place. */
export async function stepsFromInput({
  steps,
  tenantId,
  connections,
  catalogues,
  checkExpression,
}: {
  steps: readonly StepInput[];
  tenantId: string;
  connections: Pick<ConnectionStore, 'getMany'>;
  catalogues: Pick<CatalogueStore, 'get'>;
  checkExpression: (expression: string) => Promise<void>;
}): Promise<readonly Step[]> {
  const connectionIds = everyStep(steps).flatMap((step) => {
    if (step.type === 'connector') return step.apiConnectionId ?? [];
    return step.type === 'api_call'
      ? [step.apiConnectionId, step.compensate?.apiConnectionId ?? []].flat()
      : [];
  });
  const used = await connections.getMany(tenantId, [...new Set(connectionIds)]);
  const apis = await Promise.all(
    used.map(async (connection) => ({
      connection,
      ...(connection.specHash === undefined
        ? {}
        : { catalogue: await catalogues.get(tenantId, connection.specHash) }),
    })),
  );
  const { checkSteps } = await import('./check.ts');
  const checked = checkSteps({ steps, apis });
  if ('errors' in checked) throw invalid(checked.errors);
  const faults = await Promise.all(
    everyStep(checked.steps).flatMap((step) =>
      expressionsOf(step).map(async ({ path, expression }): Promise<ErrorDetail[]> => {
        const fault = await checkExpression(expression).then(
          () => undefined,
          (error: unknown) => (error instanceof AppError ? error.message : 'The expression cannot be read.'),
        );
        return fault === undefined ? [] : [{ path: `steps.${step.id}.${path}`, message: fault }];
      }),
    ),
  );
  if (faults.flat().length > 0) throw invalid(faults.flat());
  return checked.steps;
}

/** Every JSONata expression of a step, with its place in it. */
function expressionsOf(step: Step): readonly { readonly path: string; readonly expression: string }[] {
  if (step.type === 'transform') return [{ path: 'expression', expression: step.expression }];
  if (step.type !== 'condition') return [];
  return step.branches.map(({ when }, at) => ({ path: `branches[${at}].when`, expression: when }));
}

function invalid(errors: readonly ErrorDetail[]): AppError {
  return new AppError('VALIDATION_ERROR', errors[0]?.message ?? 'The steps do not fit.', { details: errors });
}
