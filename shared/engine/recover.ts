import type { StepRecord } from '../domain/run.ts';
import { stepIdIn } from '../domain/step-id.ts';
import { everyStep, type Step } from '../domain/workflow.ts';
import type { Journal } from './frame.ts';

/** Methods that may be sent twice without a second effect (RFC 9110, 9.2.2: idempotent). */
const REPEATABLE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY', 'PUT', 'DELETE']);

/** Whether a step that may or may not have been performed can be performed again. */
export function isRepeatable(step: Step): boolean {
  if (step.type === 'connector') return step.repeatable;
  return step.type !== 'api_call' || step.effect === 'read' || REPEATABLE.has(step.method);
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
  const byId = new Map(everyStep(steps).map((step) => [step.id, step]));
  const interrupted = Object.entries(journal).flatMap(([key, record]): [string, StepRecord][] => {
    const step = byId.get(stepIdIn(key));
    // A loop is open for as long as its passes are; nobody performs it.
    if (record.status !== 'running' || step === undefined || step.type === 'loop') return [];
    return [[key, isRepeatable(step) ? { ...record, status: 'pending' } : lost(step, record, at)]];
  });
  return Object.fromEntries(interrupted);
}

function lost(step: Step, record: StepRecord, at: string): StepRecord {
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
