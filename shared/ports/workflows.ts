import type { Plan } from '../domain/plan.ts';
import type { WorkflowDrift } from '../domain/broken-steps.ts';
import type { Concurrency, Workflow, WorkflowVersion } from '../domain/workflow.ts';
import type { Change, Page, PageRequest } from './changes.ts';

export interface PlanStore {
  create(plan: Plan, change: Change): Promise<void>;
  /** Undefined where there is none or it has expired. */
  get(tenantId: string, id: string): Promise<Plan | undefined>;
}

/** The marks that a workflow is to have, on condition that its version and its marks are still those that were seen. */
export interface WorkflowMark {
  readonly workflow: Workflow;
  readonly drift: readonly WorkflowDrift[];
}

export interface WorkflowStore {
  create(workflow: Workflow, version: WorkflowVersion, change: Change): Promise<void>;
  get(tenantId: string, id: string): Promise<Workflow | undefined>;
  getVersion(tenantId: string, id: string, version: number): Promise<WorkflowVersion | undefined>;
  /** Every version, newest first. */
  listVersions(tenantId: string, id: string): Promise<readonly WorkflowVersion[]>;
  /**
   * Writes what `workflow` says in place of the head that was read, with a new version where its steps are others.
   * CONFLICT where the head has been changed since; executions that are counted meanwhile stay counted.
   */
  update(
    update: { readonly seen: Workflow; readonly workflow: Workflow; readonly version?: WorkflowVersion },
    change: Change,
  ): Promise<void>;
  /** Removes the head. Its versions stay: executions under way end with them, and their history is read by them. */
  delete(workflow: Workflow, change: Change): Promise<void>;
  /** Newest first. */
  list(
    tenantId: string,
    request: PageRequest & { readonly status?: Workflow['status']; readonly search?: string },
  ): Promise<Page<Workflow>>;
  /** Every workflow whose current version calls a connection. */
  listCalling(tenantId: string, connectionId: string): Promise<readonly Workflow[]>;
  /** On condition that the current version still has `planHash`; PLAN_HASH_MISMATCH otherwise. */
  approve(
    approval: { tenantId: string; id: string; version: number; planHash: string; userId: string; at: string },
    change: Change,
  ): Promise<Workflow>;
  /** Sets how many of its runs may be under way; undefined for no limit. RESOURCE_NOT_FOUND where it is gone. */
  limit(
    limit: { tenantId: string; id: string; concurrency: Concurrency | undefined; at: string },
    change: Change,
  ): Promise<void>;
  /** Counts an execution and remembers its time; last writer wins. */
  touch(tenantId: string, id: string, at: string): Promise<void>;
}
