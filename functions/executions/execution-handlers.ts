import type { executionRoutes } from '../../shared/api/executions.ts';
import type { RunStore, WorkflowStore } from '../../shared/ports.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { getExecutionStatus } from './get-execution-status.ts';
import { getExecution } from './get-execution.ts';
import { listExecutions } from './list-executions.ts';

/** The handlers of executions. */
export function executionHandlers(ports: {
  runs: RunStore;
  workflows: WorkflowStore;
}): Handlers<typeof executionRoutes> {
  return {
    listExecutions: listExecutions(ports),
    getExecution: getExecution(ports),
    getExecutionStatus: getExecutionStatus(ports),
  };
}
