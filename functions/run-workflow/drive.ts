import type { OpenConnection } from '../../shared/calls/open-connection.ts';
import type { Run, RunError } from '../../shared/domain/run.ts';
import type { Step } from '../../shared/domain/workflow.ts';
import type { Ids, RunStore } from '../../shared/ports.ts';
import type { UpstreamGate } from '../../shared/upstream/upstream-gate.ts';
import type { StepPorts } from './perform-step.ts';

/** What the state machine does next: nothing more, another invocation at once, or one when `until` (ISO 8601) has come. */
export type RunResult =
  | { readonly next: 'done' | 'continue' }
  | { readonly next: 'hold'; readonly until: string };

/** What a worker drives a run with. */
export interface Drive {
  /** As it was read. */
  readonly run: Run;
  readonly steps: readonly Step[];
  /** Why it cannot go on at all. */
  readonly refused?: RunError;
  readonly owner: string;
  readonly open: (connectionId: string) => Promise<OpenConnection>;
  readonly gate: UpstreamGate;
  readonly ports: StepPorts & {
    readonly runs: Pick<RunStore, 'claim' | 'commit'>;
    readonly ids: Ids;
    /** Resolves after so many milliseconds. */
    readonly sleep: (ms: number) => Promise<void>;
  };
  /** Milliseconds that this invocation has left. */
  readonly remainingMs: () => number;
}
