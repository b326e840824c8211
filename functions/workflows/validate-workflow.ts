import type { workflowEditingRoutes } from '../../shared/api/workflow-editing.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { planHash } from '../../shared/domain/plan-hash.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { stepsFromInput } from '../../shared/planner/steps-from-input.ts';
import type { WorkflowSources } from './workflow-sources.ts';

/** Checks steps as creating a workflow would, and stores nothing. */
export function validateWorkflow(
  sources: WorkflowSources,
): Handler<typeof workflowEditingRoutes.validateWorkflow> {
  return async ({ body, caller: { tenantId } }) => {
    try {
      const steps = await stepsFromInput({ steps: body.steps, tenantId, ...sources });
      return { valid: true, errors: [], steps: [...steps], planHash: planHash(steps) };
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'VALIDATION_ERROR') throw error;
      return { valid: false, errors: [...(error.details ?? [])] };
    }
  };
}
