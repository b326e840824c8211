import type { workflowEditingRoutes } from '../../shared/api/workflow-editing.ts';
import type { workflowRoutes } from '../../shared/api/workflows.ts';
import type { Ids, WorkflowStore } from '../../shared/ports.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';
import { getWorkflow } from './get-workflow.ts';
import { listWorkflows } from './list-workflows.ts';
import type { WorkflowSources } from './workflow-sources.ts';

export interface WorkflowPorts extends WorkflowSources {
  readonly workflows: WorkflowStore;
  readonly ids: Ids;
}

/** The handlers of `/workflows`. */
export function workflowHandlers(
  ports: WorkflowPorts,
): Handlers<typeof workflowRoutes & typeof workflowEditingRoutes> {
  return {
    listWorkflows: listWorkflows(ports),
    createWorkflow: whenCalled(async () => (await import('./create-workflow.ts')).createWorkflow(ports)),
    getWorkflow: getWorkflow(ports),
    replaceWorkflow: whenCalled(async () => (await import('./replace-workflow.ts')).replaceWorkflow(ports)),
    updateWorkflow: whenCalled(async () => (await import('./update-workflow.ts')).updateWorkflow(ports)),
    deleteWorkflow: whenCalled(async () => (await import('./delete-workflow.ts')).deleteWorkflow(ports)),
    listWorkflowVersions: whenCalled(async () =>
      (await import('./list-workflow-versions.ts')).listWorkflowVersions(ports),
    ),
    getWorkflowVersion: whenCalled(async () =>
      (await import('./get-workflow-version.ts')).getWorkflowVersion(ports),
    ),
    validateWorkflow: whenCalled(async () =>
      (await import('./validate-workflow.ts')).validateWorkflow(ports),
    ),
    approveWorkflow: whenCalled(async () => (await import('./approve-workflow.ts')).approveWorkflow(ports)),
  };
}
