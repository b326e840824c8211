import type { Step } from '../../shared/domain/workflow.ts';
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
  /** Throws TRANSFORM_FAILED for an expression that cannot be read. */
  readonly checkExpression: (expression: string) => Promise<void>;
}
