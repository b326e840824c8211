import type { WorkflowDrift } from '../broken-steps.ts';
import type { Step } from './step.ts';

export const WORKFLOW_STATUSES = ['draft', 'active', 'paused'] as const;
export type WorkflowStatus = (typeof WORKFLOW_STATUSES)[number];

/** One immutable version of a workflow. */
export interface WorkflowVersion {
  readonly workflowId: string;
  readonly version: number;
  readonly steps: readonly Step[];
  /** `sha256:` and the digest of the canonical steps: what an approval binds to. */
  readonly planHash: string;
  readonly createdAt: string;
  readonly createdBy: string;
}

export const WORKFLOW_SOURCES = ['undo', 'arazzo', 'template'] as const;
/** What a workflow was made of, where it was neither a plan nor written by hand. */
export interface WorkflowSource {
  readonly kind: (typeof WORKFLOW_SOURCES)[number];
  /** Of the execution that it takes back, or of the template. */
  readonly id?: string;
}

export const WHEN_FULL = ['queue', 'skip'] as const;

/** How many runs of a workflow may be under way, and what becomes of one more: it waits its turn, or is not started. */
export interface Concurrency {
  readonly limit: number;
  readonly whenFull: (typeof WHEN_FULL)[number];
}

/** A workflow: its head; the steps are in its versions. */
export interface Workflow {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly description: string;
  readonly status: WorkflowStatus;
  readonly version: number;
  readonly stepCount: number;
  readonly source?: WorkflowSource;
  readonly planHash: string;
  /** Present when the current version has been approved: the hash that was approved. */
  readonly approvedHash?: string;
  readonly approvedBy?: string;
  readonly approvedAt?: string;
  readonly lastExecuted?: string;
  readonly executionCount: number;
  /** The connections that the current version calls. */
  readonly connectionIds: readonly string[];
  /** Where a document that it was checked against has changed so that it no longer fits; one a connection. */
  readonly drift?: readonly WorkflowDrift[];
  /** Absent for no limit. */
  readonly concurrency?: Concurrency;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly revision: number;
}

/** Whether the current version may run: what was approved is what stands there. */
export function isApproved({ approvedHash, planHash }: Workflow): boolean {
  return approvedHash === planHash;
}
