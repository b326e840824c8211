import type { executionControlRoutes } from '../../shared/api/execution-control.ts';
import type { Ids, RunStarter, RunStore, WorkflowLines, WorkflowStore } from '../../shared/ports.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';

/** The handlers that start executions and step into them. */
export function executionHandlers(ports: {
  runs: RunStore;
  workflows: WorkflowStore;
  lines: WorkflowLines;
  starter: RunStarter;
  ids: Ids;
}): Handlers<typeof executionControlRoutes> {
  return {
    executeWorkflow: whenCalled(async () => (await import('./execute-workflow.ts')).executeWorkflow(ports)),
    cancelExecution: whenCalled(async () => (await import('./cancel-execution.ts')).cancelExecution(ports)),
    pauseExecution: whenCalled(async () => (await import('./pause-execution.ts')).pauseExecution(ports)),
    resumeExecution: whenCalled(async () => (await import('./resume-execution.ts')).resumeExecution(ports)),
    retryExecution: whenCalled(async () => (await import('./retry-execution.ts')).retryExecution(ports)),
    retryFailedExecutions: whenCalled(async () =>
      (await import('./retry-failed-executions.ts')).retryFailedExecutions(ports),
    ),
    repeatExecution: whenCalled(async () => (await import('./repeat-execution.ts')).repeatExecution(ports)),
    resolveStep: whenCalled(async () => (await import('./resolve-step.ts')).resolveStep(ports)),
  };
}
