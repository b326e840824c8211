import type { DocumentNode } from '../document-node.ts';
import type { References } from '../resolve-refs.ts';

/** What a check of an object is given: the document around the object, and where its faults go. */
export interface Visit {
  readonly root: DocumentNode;
  readonly references: References;
  /** Reports a fault of the object, or of what `below` leads to from there. */
  fault(code: string, message: string, ...below: readonly (string | number)[]): void;
}
