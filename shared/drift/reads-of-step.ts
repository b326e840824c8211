import { listReferences } from '../domain/templates.ts';
import type { LeafStep } from '../domain/workflow.ts';

/** What a step reads of an earlier answer. */
export interface Read {
  readonly stepId: string;
  /** Names of members from the outside in; positions in lists are left out. */
  readonly path: readonly string[];
  /** How it is written, for the sentence. */
  readonly source: string;
}

/** The paths into `steps` of an expression; throws where it cannot be read. */
export type ListReads = (
  expression: string,
) => readonly { readonly stepId: string; readonly path: readonly string[] }[];

/** Everything that a step reads of earlier answers: its templates, or the paths of its expression. */
export function readsOfStep(step: LeafStep, listReads: ListReads): readonly Read[] {
  if (step.type === 'transform')
    return listReads(step.expression).map(({ stepId, path }) => ({
      stepId,
      path,
      source: ['steps', stepId, ...path].join('.'),
    }));
  return listReferences(step.parameters).flatMap(({ stepId, path, source }) =>
    stepId === undefined ? [] : [{ stepId, path: namesIn(path), source: `{{${source}}}` }],
  );
}

function namesIn(path: readonly (string | number)[]): readonly string[] {
  return path.filter((part) => typeof part === 'string' && !/^\d+$/.test(part)).map(String);
}
