import { AppError, type ErrorDetail } from '../domain/errors.ts';
import { everyStep, type Step, type StepInput } from '../domain/workflow.ts';
import type { ReadExpression } from './expression-faults.ts';
import type { CatalogueStore, ConnectionStore } from '../ports.ts';

/** Hand-written steps, checked against the connected APIs. VALIDATION_ERROR lists every fault with its place. */
export async function stepsFromInput({
  steps,
  tenantId,
  connections,
  catalogues,
  readExpression,
}: {
  steps: readonly StepInput[];
  tenantId: string;
  connections: Pick<ConnectionStore, 'getMany'>;
  catalogues: Pick<CatalogueStore, 'get'>;
  readExpression: ReadExpression;
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
  const [{ checkSteps }, { expressionFaults }] = await Promise.all([
    import('./check.ts'),
    import('./expression-faults.ts'),
  ]);
  const checked = checkSteps({ steps, apis });
  if ('errors' in checked) throw invalid(checked.errors);
  const faults = await expressionFaults(checked.expressions, readExpression);
  if (faults.length > 0) throw invalid(faults);
  return checked.steps;
}

function invalid(errors: readonly ErrorDetail[]): AppError {
  return new AppError('VALIDATION_ERROR', errors[0]?.message ?? 'The steps do not fit.', { details: errors });
}
