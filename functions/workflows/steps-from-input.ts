import { AppError, type ErrorDetail } from '../../shared/domain/errors.ts';
import { leavesOf, type Step, type StepInput } from '../../shared/domain/workflow.ts';
import type { CatalogueStore, ConnectionStore } from '../../shared/ports.ts';

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
  connections: ConnectionStore;
  catalogues: CatalogueStore;
  checkExpression: (expression: string) => Promise<void>;
}): Promise<readonly Step[]> {
  const used = await connections.getMany(tenantId, [...new Set(connectionIds(steps))]);
  const apis = await Promise.all(
    used.map(async (connection) => ({
      connection,
      ...(connection.specHash === undefined
        ? {}
        : { catalogue: await catalogues.get(tenantId, connection.specHash) }),
    })),
  );
  const { checkSteps } = await import('../../shared/planner/check.ts');
  const checked = checkSteps({ steps, apis });
  if ('errors' in checked) throw invalid(checked.errors);
  const faults = await Promise.all(
    leavesOf(checked.steps).map(async (step): Promise<ErrorDetail[]> => {
      if (step.type !== 'transform') return [];
      const fault = await checkExpression(step.expression).then(
        () => undefined,
        (error: unknown) => (error instanceof AppError ? error.message : 'The expression cannot be read.'),
      );
      return fault === undefined ? [] : [{ path: `steps.${step.id}.expression`, message: fault }];
    }),
  );
  if (faults.flat().length > 0) throw invalid(faults.flat());
  return checked.steps;
}

function connectionIds(steps: readonly StepInput[]): readonly string[] {
  return steps.flatMap((step) => {
    if (step.type === 'parallel') return connectionIds(step.branches.flatMap((branch) => branch.steps));
    return step.type === 'api_call' ? [step.apiConnectionId] : [];
  });
}

function invalid(errors: readonly ErrorDetail[]): AppError {
  return new AppError('VALIDATION_ERROR', errors[0]?.message ?? 'The steps do not fit.', { details: errors });
}
