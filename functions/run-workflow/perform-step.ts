import type { OpenConnection } from '../../shared/calls/open-connection.ts';
import { AppError } from '../../shared/domain/errors.ts';
import type { StepRecord } from '../../shared/domain/run.ts';
import type { TemplateScope } from '../../shared/domain/templates.ts';
import { chooseBranch, performTransform } from '../../shared/engine/evaluate-step.ts';
import { settleOutcome, type Outcome } from '../../shared/engine/settle-outcome.ts';
import type { Occurrence } from '../../shared/engine/state.ts';
import type { Clock, Egress, Expressions, Log } from '../../shared/ports.ts';
import type { UpstreamGate } from '../../shared/upstream/upstream-gate.ts';
import { performCall } from './perform-call.ts';
import { performConnector } from './perform-connector.ts';

export interface StepPorts {
  readonly egress: Egress;
  readonly expressions: Expressions;
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  readonly log: Log;
}

/** Performs one step and returns its journal entry. Never throws: what goes wrong is in the entry. */
export async function performStep({
  occurrence: { key, step },
  started,
  scope,
  runId,
  userId,
  startBy,
  open,
  gate,
  ports,
}: {
  occurrence: Occurrence;
  /** The entry with which it was started. */
  started: StepRecord;
  scope: TemplateScope;
  runId: string;
  userId: string;
  startBy: number;
  open: (connectionId: string) => Promise<OpenConnection>;
  gate: UpstreamGate;
  ports: StepPorts;
}): Promise<StepRecord> {
  const { egress, expressions, clock, random, log } = ports;
  const call = { key, scope, runId, userId, startBy, open, gate, egress, clock, log };
  const perform = (): Promise<Outcome> => {
    switch (step.type) {
      case 'api_call':
        return performCall({ ...call, step });
      case 'connector':
        return performConnector({ ...call, step });
      case 'transform':
        return performTransform(expressions, step, scope);
      case 'condition':
        return chooseBranch(expressions, step, scope);
    }
  };
  // Whatever is thrown comes from before anything was sent.
  const outcome = await perform().catch((error: unknown): Outcome => {
    if (error instanceof AppError)
      return { input: null, error: { code: error.code, message: error.message }, noEffect: true };
    log.error('step failed on our side', { error, runId, key });
    return {
      input: null,
      error: { code: 'INTERNAL_ERROR', message: 'This step failed on our side; try it again.' },
    };
  });
  return settleOutcome({ step, started, outcome, now: clock.now(), random });
}
