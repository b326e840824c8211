import type { Run } from '../../shared/domain/run.ts';
import type {
  Clock,
  Ids,
  Log,
  RunStarter,
  RunStore,
  TriggerClockwork,
  TriggerStore,
  WorkflowLines,
  WorkflowStore,
} from '../../shared/ports.ts';

export interface TriggerPorts {
  readonly triggers: TriggerStore;
  readonly clockwork: TriggerClockwork;
  readonly workflows: Pick<WorkflowStore, 'get' | 'touch'>;
  readonly runs: Pick<RunStore, 'create' | 'enter'>;
  readonly lines: WorkflowLines;
  /** How long the chain is that a run ends. */
  readonly runHeads: {
    get(run: { tenantId: string; runId: string }): Promise<Pick<Run, 'chain'> | undefined>;
  };
  readonly starter: RunStarter;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}
