import type { executionControlRoutes } from '../../shared/api/execution-control.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { StepRecord } from '../../shared/domain/run.ts';
import type { RunStarter, RunStore } from '../../shared/ports.ts';
import type { RouteInput } from '../../shared/api/route.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { intervene, nextSequence } from './intervene.ts';

type Body = RouteInput<typeof executionControlRoutes.resolveStep>['body'];

/** Takes a person's decision about a step of which nobody knows whether it took effect, and lets the run go on. */
export function resolveStep({
  runs,
  starter,
}: {
  runs: RunStore;
  starter: RunStarter;
}): Handler<typeof executionControlRoutes.resolveStep> {
  return async ({ params: { executionId, stepId }, body, caller: { tenantId }, request: { now }, change }) =>
    intervene({
      runs,
      tenantId,
      id: executionId,
      act: async (run) => {
        const record = Object.hasOwn(run.steps, stepId) ? run.steps[stepId] : undefined;
        if (record?.status !== 'unknown') throw new AppError('STEP_NOT_UNKNOWN');
        if (run.status === 'completed') throw new AppError('EXECUTION_ALREADY_COMPLETED');
        const decided = decide(record, body, now);
        const about = { executionId, workflowId: run.workflowId, step: stepId, decision: body.decision };
        const event = { type: 'execution.decided' as const, data: about, runId: executionId };
        const note = change({ details: about, events: [{ ...event, sequence: nextSequence(run) }] });
        await runs.intervene({ run, entry: { key: stepId, record: decided }, at: now }, note);
        if (run.status === 'running') await starter.start({ tenantId, runId: executionId });
        const message = SAID[body.decision];
        return { executionId, status: run.status, stepId, stepStatus: decided.status, message };
      },
    });
}

const SAID = {
  retry: 'The step is sent again.',
  skip: 'The run goes on without the step.',
  done: 'The step counts as done.',
};

function decide(record: StepRecord, { decision, output }: Body, now: string): StepRecord {
  const { error: _error, completedAt: _completedAt, ...rest } = record;
  if (decision === 'retry') return { ...rest, status: 'pending' };
  if (decision === 'skip') return { ...record, status: 'skipped' };
  return { ...rest, status: 'completed', completedAt: now, output: output ?? null };
}
