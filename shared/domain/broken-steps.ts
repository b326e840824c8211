import type { HttpMethod } from './catalogue.ts';
import type { ChangeReason } from './catalogue-diff.ts';

/** A step of a workflow that a new version of a document breaks, or may break, and why. */
export interface BrokenStep {
  readonly stepId: string;
  readonly stepName: string;
  readonly reasons: readonly BrokenReason[];
}

/** A workflow that a new version of a document breaks. */
export interface BrokenWorkflow {
  readonly workflowId: string;
  readonly name: string;
  /** The current one, which is the one that would run. */
  readonly version: number;
  readonly steps: readonly BrokenStep[];
}

/** What a workflow is marked with until a new version of it is saved, or the document is again what it was. */
export interface WorkflowDrift {
  readonly connectionId: string;
  /** The change of the document that it was found with. */
  readonly changeId: string;
  /** ISO 8601. */
  readonly at: string;
  /** Of the workflow; the mark says nothing of a later one. */
  readonly version: number;
  readonly steps: readonly BrokenStep[];
}

/** A change of an operation that the step calls, or that an earlier step calls whose answer it reads. */
export interface BrokenReason extends Pick<ChangeReason, 'code' | 'location' | 'sentence'> {
  readonly method: HttpMethod;
  readonly path: string;
}
