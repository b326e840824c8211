import { advanceLine } from '../../shared/runs/advance-line.ts';
import type { TriggerPorts } from './trigger-ports.ts';

interface Of {
  readonly tenantId: string;
  readonly workflowId: string;
  readonly ports: TriggerPorts;
}

/** A run has ended: its place is free, and the next in line begins. */
export async function endTurn({ runId, ...of }: Of & { readonly runId: string }): Promise<void> {
  const { tenantId, workflowId, ports } = of;
  const { running } = await ports.lines.look({ tenantId, workflowId });
  if (running.includes(runId)) await ports.lines.free({ tenantId, workflowId }, [runId]);
  await advanceIfWaiting(of);
}

/** There may be more places than before. */
export async function advanceIfWaiting({ tenantId, workflowId, ports }: Of): Promise<void> {
  const { waiting } = await ports.lines.look({ tenantId, workflowId });
  if (waiting > 0) await advanceLine({ tenantId, workflowId, ports });
}
