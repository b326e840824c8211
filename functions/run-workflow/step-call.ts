import type { OpenConnection } from '../../shared/calls/open-connection.ts';
import type { TemplateScope } from '../../shared/domain/templates.ts';
import type { Clock, Egress, Log } from '../../shared/ports.ts';
import type { UpstreamGate } from '../../shared/upstream/upstream-gate.ts';

/** One try of a step that calls somebody, with what it is performed with. */
export interface StepCall<Step> {
  /** Of the step's entry in the journal. */
  readonly key: string;
  readonly step: Step;
  readonly scope: TemplateScope;
  readonly runId: string;
  /** Who is counted as the caller. */
  readonly userId: string;
  /** The call may wait for its turn until then, epoch milliseconds. */
  readonly startBy: number;
  readonly open: (connectionId: string) => Promise<OpenConnection>;
  readonly gate: UpstreamGate;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly log: Log;
}
