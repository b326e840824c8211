import type { ReadExpression } from '../../shared/planner/expression-faults.ts';
import type { CatalogueStore, ConnectionStore, Ids, WorkflowStore } from '../../shared/ports.ts';

/** What carries workflows in and out, and makes them of templates. */
export interface PortabilityPorts {
  readonly workflows: Pick<WorkflowStore, 'get' | 'getVersion' | 'create'>;
  readonly connections: Pick<ConnectionStore, 'getMany' | 'listAll'>;
  readonly catalogues: Pick<CatalogueStore, 'get'>;
  readonly readExpression: ReadExpression;
  readonly ids: Ids;
}
