import type { StepRecord } from '../domain/run.ts';
import { leavesOf, type LeafStep, type Step } from '../domain/workflow.ts';
import type { Journal } from './advance.ts';

/** Methods that may be sent twice without a second effect (RFC 9110, 9.2.2: idempotent). */
const REPEATABLE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/** Whether a step that may or may not have been performed can be performed again. */
export function isRepeatable(step: LeafStep): boolean {
  return step.type === 'transform' || step.effect === 'read' || REPEATABLE.has(step.method);
}

/**
 * What a worker that takes a run over makes of steps that an earlier one had started: those that may be repeated are
 * pending again, the others `unknown`, for a person to decide. Finished steps are never touched. Returns only the
 * entries that change.
 */
export function recover({
  steps,
  journal,
  at,
}: {
  readonly steps: readonly Step[];
  readonly journal: Journal;
  /** ISO 8601. */
  readonly at: string;
}): Journal {
  const interrupted = leavesOf(steps).filter((step) => journal[step.id]?.status === 'running');
  return Object.fromEntries(
    interrupted.map((step) => {
      // The filter has just seen the entry.
      const record = journal[step.id] as StepRecord;
      return [
        step.id,
        isRepeatable(step) ? { ...record, status: 'pending' as const } : lost(step, record, at),
      ];
    }),
  );
}

function lost(step: LeafStep, record: StepRecord, at: string): StepRecord {
  return {
    ...record,
    status: 'unknown',
    completedAt: at,
    error: {
      code: 'STEP_OUTCOME_UNKNOWN',
      message: `"${step.name}" was sent, but the worker stopped before its answer was stored.`,
      fix: 'Look at the external system: if the change is there, go on without this step, otherwise run it again.',
    },
  };
}
