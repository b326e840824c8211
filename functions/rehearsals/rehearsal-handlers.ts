import type { rehearsalRoutes } from '../../shared/api/rehearsals.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';
import type { DryRunPorts } from './dry-run-workflow.ts';

/** The handlers of dry runs. */
export function rehearsalHandlers(ports: DryRunPorts): Handlers<typeof rehearsalRoutes> {
  return {
    dryRunWorkflow: whenCalled(async () => (await import('./dry-run-workflow.ts')).dryRunWorkflow(ports)),
  };
}
