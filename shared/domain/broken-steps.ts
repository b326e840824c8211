import type { HttpMethod } from './catalogue.ts';
import type { ChangeReason } from './catalogue-diff.ts';

/** A step of a workflow that a new version of a document breaks, or may break, and why. */
export interface BrokenStep {
  readonly stepId: string;
  readonly stepName: string;
  readonly reasons: readonly BrokenReason[];
}

/** A change of an operation that the step calls, or that an earlier step calls whose answer it reads. */
export interface BrokenReason extends Pick<ChangeReason, 'code' | 'location' | 'sentence'> {
  readonly method: HttpMethod;
  readonly path: string;
}
