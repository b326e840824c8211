import type { WorkflowMark } from '../ports.ts';
import { driftText } from './workflow-rows.ts';
import type { Write } from './table-operations.ts';
import { workflowKey } from './table.ts';

/** The version and the marks that were seen. */
const AS_SEEN = '#version = :version AND drift = :seen';
const AS_SEEN_UNMARKED = '#version = :version AND attribute_not_exists(drift)';

/** Writes that mark workflows, or take their marks away. */
export function workflowMarkWrites(marks: readonly WorkflowMark[], refused: () => Error): readonly Write[] {
  return marks.map(({ workflow, drift }) => {
    const seen = workflow.drift === undefined ? undefined : driftText(workflow.drift);
    const mark = drift.length === 0 ? 'REMOVE drift' : 'SET drift = :drift';
    return {
      key: workflowKey(workflow),
      update: `${mark} ADD revision :one`,
      condition: seen === undefined ? AS_SEEN_UNMARKED : AS_SEEN,
      names: { '#version': 'version' },
      values: {
        ':version': workflow.version,
        ':one': 1,
        ...(seen === undefined ? {} : { ':seen': seen }),
        ...(drift.length === 0 ? {} : { ':drift': driftText(drift) }),
      },
      refused,
    };
  });
}
