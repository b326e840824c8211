import type { executionRoutes } from '../../shared/api/executions.ts';
import type { Clock, RunStore, WorkflowStore } from '../../shared/ports.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';

/** The handlers that show executions. */
export function historyHandlers(ports: {
  runs: RunStore;
  workflows: WorkflowStore;
  clock: Clock;
  sleep: (ms: number) => Promise<void>;
}): Handlers<typeof executionRoutes> {
  return {
    searchExecutions: whenCalled(async () =>
      (await import('./search-executions.ts')).searchExecutions(ports),
    ),
    listExecutions: whenCalled(async () => (await import('./list-executions.ts')).listExecutions(ports)),
    getExecution: whenCalled(async () => (await import('./get-execution.ts')).getExecution(ports)),
    followExecution: whenCalled(async () => (await import('./follow-execution.ts')).followExecution(ports)),
    getExecutionStatus: whenCalled(async () =>
      (await import('./get-execution-status.ts')).getExecutionStatus(ports),
    ),
  };
}
