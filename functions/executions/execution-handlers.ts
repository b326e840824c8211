import type { executionControlRoutes } from '../../shared/api/execution-control.ts';
import type { executionRoutes } from '../../shared/api/executions.ts';
import type { Ids, RunStarter, RunStore, WorkflowStore } from '../../shared/ports.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';
import { getExecutionStatus } from './get-execution-status.ts';
import { getExecution } from './get-execution.ts';

/** The handlers of executions. */
export function executionHandlers(ports: {
  runs: RunStore;
  workflows: WorkflowStore;
  starter: RunStarter;
  ids: Ids;
}): Handlers<typeof executionRoutes & typeof executionControlRoutes> {
  return {
    listExecutions: whenCalled(async () => (await import('./list-executions.ts')).listExecutions(ports)),
    getExecution: getExecution(ports),
    getExecutionStatus: getExecutionStatus(ports),
    executeWorkflow: whenCalled(async () => (await import('./execute-workflow.ts')).executeWorkflow(ports)),
    cancelExecution: whenCalled(async () => (await import('./cancel-execution.ts')).cancelExecution(ports)),
    pauseExecution: whenCalled(async () => (await import('./pause-execution.ts')).pauseExecution(ports)),
    resumeExecution: whenCalled(async () => (await import('./resume-execution.ts')).resumeExecution(ports)),
    retryExecution: whenCalled(async () => (await import('./retry-execution.ts')).retryExecution(ports)),
    resolveStep: whenCalled(async () => (await import('./resolve-step.ts')).resolveStep(ports)),
  };
}
