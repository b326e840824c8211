import type { portabilityRoutes } from '../../shared/api/portability.ts';
import type { ReadExpression } from '../../shared/planner/expression-faults.ts';
import type { CatalogueStore, ConnectionStore, Ids, WorkflowStore } from '../../shared/ports.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';

export interface PortabilityPorts {
  readonly workflows: Pick<WorkflowStore, 'get' | 'getVersion' | 'create'>;
  readonly connections: Pick<ConnectionStore, 'getMany' | 'listAll'>;
  readonly catalogues: Pick<CatalogueStore, 'get'>;
  readonly readExpression: ReadExpression;
  readonly ids: Ids;
}

/** The handlers of what carries workflows in and out. */
export function portabilityHandlers(ports: PortabilityPorts): Handlers<typeof portabilityRoutes> {
  return {
    exportWorkflow: whenCalled(async () => (await import('./export-arazzo.ts')).exportArazzo(ports)),
    importWorkflow: whenCalled(async () => (await import('./import-arazzo.ts')).importArazzo(ports)),
  };
}
