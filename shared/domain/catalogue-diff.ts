import type { HttpMethod } from './catalogue.ts';

/**
 * What kind of change it is, in words after oasdiff's check ids (github.com/oasdiff/oasdiff): what changed, then how.
 * Codes are stable; sentences are for people.
 */
export type ChangeCode =
  | `${'request-parameter' | 'request-body' | 'request-property' | 'response-body' | 'response-property'}-${SchemaChange}`
  | `request-parameter-${'moved' | 'style-changed' | 'renamed' | 'default-changed'}`
  | 'request-body-media-type-changed'
  | 'response-media-type-changed'
  | 'response-success-status-removed'
  | `response-status-${'added' | 'removed'}`
  | `security-${'added' | 'removed' | 'changed' | 'alternative-added'}`
  | 'security-scheme-changed'
  | 'base-url-changed'
  | 'base-path-changed'
  | 'operation-removed'
  | 'operation-moved'
  | 'operation-deprecated'
  | 'operation-reinstated';

/** How a value may differ from what it was. */
export type SchemaChange =
  | 'added-required'
  | 'added-optional'
  | 'removed'
  | 'became-required'
  | 'became-optional'
  | 'type-changed'
  | 'type-narrowed'
  | 'type-widened'
  | 'became-nullable'
  | 'became-not-nullable'
  | 'became-enum'
  | 'enum-removed'
  | 'enum-value-added'
  | 'enum-value-removed'
  | 'format-changed'
  | 'constraint-tightened'
  | 'constraint-relaxed'
  | 'constraint-changed'
  | 'other-members-refused'
  | 'other-members-taken';

/** One difference with the place it is at. */
export interface ChangeReason {
  readonly code: ChangeCode;
  /** Whether a caller that was right may be wrong now. */
  readonly breaking: boolean;
  /** `query.limit`, `body.lines[].sku`, `response.200.owner.name`, `security`, `servers`. */
  readonly location: string;
  readonly sentence: string;
}

/** How an operation is named in a diff. */
export interface OperationName {
  readonly id: string;
  readonly method: HttpMethod;
  readonly path: string;
  readonly operationId?: string;
}

/** An operation that is there on both sides and is not the same. */
export interface ChangedOperation extends OperationName {
  readonly breaking: boolean;
  /** Breaking ones first, then by place; a long list is cut. */
  readonly reasons: readonly ChangeReason[];
  /** How many were left out. */
  readonly moreReasons?: number;
  /** The path before, where only the names of its parameters changed. */
  readonly pathBefore?: string;
}

/** An operation that is there no more; `movedTo` where one of the same operationId came elsewhere. */
export interface RemovedOperation extends OperationName {
  readonly movedTo?: OperationName;
}

/** An operation that was not there; `movedFrom` where one of the same operationId went. */
export interface NewOperation extends OperationName {
  readonly movedFrom?: OperationName;
}

/** What changed between two versions of a document, as far as a caller can tell. Texts and examples do not count. */
export interface CatalogueDiff {
  /** Spec hashes. */
  readonly from: string;
  readonly to: string;
  readonly added: readonly NewOperation[];
  readonly removed: readonly RemovedOperation[];
  readonly changed: readonly ChangedOperation[];
  /** Of the document as a whole: its servers, its security schemes. */
  readonly general: readonly ChangeReason[];
}

/** Whether nothing changed that a caller could tell. */
export function isEmptyDiff({ added, removed, changed, general }: CatalogueDiff): boolean {
  return added.length + removed.length + changed.length + general.length === 0;
}
