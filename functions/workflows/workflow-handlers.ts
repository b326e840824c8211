import type { workflowRoutes } from '../../shared/api/workflows.ts';
import type { Ids, RunStarter, RunStore, WorkflowStore } from '../../shared/ports.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';
import { getWorkflow } from './get-workflow.ts';
import { listWorkflows } from './list-workflows.ts';
import type { WorkflowSources } from './workflow-sources.ts';

export interface WorkflowPorts extends WorkflowSources {
  readonly workflows: WorkflowStore;
  readonly runs: RunStore;
  readonly starter: RunStarter;
  readonly ids: Ids;
}

/** The handlers of `/workflows`. */
export function workflowHandlers(ports: WorkflowPorts): Handlers<typeof workflowRoutes> {
  return {
    listWorkflows: listWorkflows(ports),
    createWorkflow: whenCalled(async () => (await import('./create-workflow.ts')).createWorkflow(ports)),
    getWorkflow: getWorkflow(ports),
    approveWorkflow: whenCalled(async () => (await import('./approve-workflow.ts')).approveWorkflow(ports)),
    executeWorkflow: whenCalled(async () => (await import('./execute-workflow.ts')).executeWorkflow(ports)),
  };
}
