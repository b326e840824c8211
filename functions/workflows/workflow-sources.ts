import type { Step } from '../../shared/domain/workflow.ts';
import type { ReadExpression } from '../../shared/planner/expression-faults.ts';
import type { CatalogueStore, ConnectionStore, PlanStore } from '../../shared/ports.ts';

/** What a workflow is made of, whoever proposed it. */
export interface CheckedSteps {
  readonly name: string;
  readonly description: string;
  readonly steps: readonly Step[];
}

export interface WorkflowSources {
  readonly connections: ConnectionStore;
  readonly catalogues: CatalogueStore;
  readonly plans: PlanStore;
  /** What an expression reads; throws TRANSFORM_FAILED for one that cannot be read. */
  readonly readExpression: ReadExpression;
}
