import type { OpenConnection } from '../../shared/calls/open-connection.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { Json } from '../../shared/domain/json.ts';
import type { StepRecord, StepStatus } from '../../shared/domain/run.ts';
import type { TemplateScope } from '../../shared/domain/templates.ts';
import type { LeafStep } from '../../shared/domain/workflow.ts';
import { isRepeatable } from '../../shared/engine/recover.ts';
import type { Clock, Egress, Expressions, Log } from '../../shared/ports.ts';
import { performCall, type Outcome } from './perform-call.ts';

export interface StepPorts {
  readonly egress: Egress;
  readonly expressions: Expressions;
  readonly clock: Clock;
  readonly log: Log;
}

/** Performs one leaf step and returns its finished journal entry. Never throws: what goes wrong is in the entry. */
export async function performStep({
  step,
  started,
  scope,
  runId,
  open,
  ports,
}: {
  step: LeafStep;
  /** The entry with which it was started. */
  started: StepRecord;
  scope: TemplateScope;
  runId: string;
  open: (connectionId: string) => Promise<OpenConnection>;
  ports: StepPorts;
}): Promise<StepRecord> {
  const { egress, expressions, clock, log } = ports;
  const performed = await (
    step.type === 'transform'
      ? performTransform(expressions, step.expression, scope)
      : performCall({ step, scope, runId, open, egress })
  ).catch((error: unknown): Outcome => {
    if (error instanceof AppError)
      return { input: null, error: { code: error.code, message: error.message } };
    log.error('step failed on our side', { error, runId, stepId: step.id });
    return {
      input: null,
      error: { code: 'INTERNAL_ERROR', message: 'This step failed on our side; try it again.' },
    };
  });
  const { answerLost: _answerLost, ...outcome } = performed;
  const completedAt = clock.now();
  return {
    ...started,
    ...outcome,
    status: statusOf(step, performed),
    completedAt: new Date(completedAt).toISOString(),
    duration: Math.max(0, completedAt - Date.parse(started.startedAt)),
  };
}

/** A write that was sent and has no answer may have taken effect: then nobody knows, and a person decides. */
function statusOf(step: LeafStep, { error, answerLost }: Outcome): StepStatus {
  if (error === undefined) return 'completed';
  return answerLost === true && !isRepeatable(step) ? 'unknown' : 'failed';
}

async function performTransform(
  expressions: Expressions,
  expression: string,
  scope: TemplateScope,
): Promise<Outcome> {
  const input: Json = { input: scope.input, steps: scope.steps };
  return { input: { expression }, output: await expressions.evaluate(expression, input) };
}
