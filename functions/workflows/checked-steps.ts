import type { RouteInput } from '../../shared/api/route.ts';
import type { workflowEditingRoutes } from '../../shared/api/workflow-editing.ts';
import { stepsFromInput } from '../../shared/planner/steps-from-input.ts';
import { stepsFromPlan } from './steps-from-plan.ts';
import type { CheckedSteps, WorkflowSources } from './workflow-sources.ts';

type Body = RouteInput<typeof workflowEditingRoutes.createWorkflow>['body'];

/** What a request makes a workflow of: a stored plan, or steps that are checked now. */
export async function checkedSteps({
  body,
  tenantId,
  sources,
}: {
  body: Body;
  tenantId: string;
  sources: WorkflowSources;
}): Promise<CheckedSteps> {
  if ('planId' in body) {
    const plan = await stepsFromPlan({ planId: body.planId, tenantId, ...sources });
    return { ...plan, name: body.name ?? plan.name, description: body.description ?? plan.description };
  }
  const steps = await stepsFromInput({ steps: body.steps, tenantId, ...sources });
  return { name: body.name, description: body.description ?? '', steps };
}
