import { AppError } from '../../shared/domain/errors.ts';
import { compilePattern } from '../../shared/domain/event-pattern/compile-pattern.ts';
import { EVENT_SOURCE } from '../../shared/domain/events.ts';
import type { Json } from '../../shared/domain/json.ts';
import { MAX_CHAIN, type EventTrigger } from '../../shared/domain/trigger/trigger.ts';
import type { TriggerEvent } from '../../shared/domain/trigger/trigger-event.ts';
import { fireTrigger, refuseTrigger } from './fire-trigger.ts';
import { advanceIfWaiting, endTurn } from './end-turn.ts';
import { syncSchedule } from './sync-schedule.ts';
import type { FollowedEvent } from './trigger-message.ts';
import type { TriggerPorts } from './trigger-ports.ts';

/** What a run's place becomes free by. */
const ENDS: readonly string[] = ['execution.completed', 'execution.failed', 'execution.cancelled'];

interface Followed {
  readonly event: FollowedEvent;
  readonly ports: TriggerPorts;
}

/** What follows from an event of the bus: schedules are kept as their triggers say, and workflows start that wait for it. */
export async function followEvent({ event, ports }: Followed): Promise<void> {
  const { type, tenantId, data } = event;
  const workflowId = textOf(data['workflowId']);
  const triggerId = textOf(data['triggerId']);
  if (type.startsWith('trigger.')) {
    // What triggers tell of themselves starts nothing.
    if (data['type'] === 'schedule') await syncSchedule({ tenantId, workflowId, id: triggerId, ports });
    return;
  }
  if (ENDS.includes(type)) await endTurn({ tenantId, workflowId, runId: textOf(data['executionId']), ports });
  if (type === 'workflow.updated') await advanceIfWaiting({ tenantId, workflowId, ports });
  if (type === 'workflow.deleted') await clearTriggers({ tenantId, workflowId, ports });
  await startMatching({ event, ports });
}

/** Ends what would fire for a workflow that is gone: first the clockwork, so that nothing is left that nobody knows of. */
async function clearTriggers({
  tenantId,
  workflowId,
  ports: { triggers, clockwork },
}: {
  readonly tenantId: string;
  readonly workflowId: string;
  readonly ports: TriggerPorts;
}): Promise<void> {
  const found = await triggers.list(tenantId, workflowId);
  for (const { type, id } of found) if (type === 'schedule') await clockwork.delete(id);
  if (found.length > 0) await triggers.clear(found);
}

async function startMatching({ event: { id, type, tenantId, time, data }, ports }: Followed): Promise<void> {
  const event: TriggerEvent = { id, type, source: EVENT_SOURCE, time, data };
  const waiting = (await ports.triggers.listByEvent(tenantId)).filter((trigger) => waitsFor(trigger, event));
  if (waiting.length === 0) return;
  const chain = await chainBehind({ tenantId, executionId: textOf(data['executionId']), ports });
  const outcomes = await Promise.allSettled(
    waiting.map(async (trigger) =>
      chain > MAX_CHAIN
        ? refuseTrigger({ trigger, event, error: tooLong(), outcome: 'skipped', ports })
        : // One event is one run of a workflow, however many of its triggers wait for it.
          fireTrigger({ trigger, event, key: `event:${id}`, chain, ports }),
    ),
  );
  const broken = outcomes.find((outcome) => outcome.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
}

function waitsFor({ enabled, pattern }: EventTrigger, event: TriggerEvent): boolean {
  return enabled && compilePattern(pattern)(event);
}

/** How many runs led to an event: one more than led to the run that it tells of. */
async function chainBehind({
  tenantId,
  executionId,
  ports: { runHeads },
}: {
  readonly tenantId: string;
  readonly executionId: string;
  readonly ports: TriggerPorts;
}): Promise<number> {
  if (executionId === '') return 0;
  const run = await runHeads.get({ tenantId, runId: executionId });
  return run === undefined ? 0 : (run.chain ?? 0) + 1;
}

function tooLong(): AppError {
  const message = `${MAX_CHAIN} executions in a row have been started by each other's events; this would be one too many.`;
  return new AppError('TRIGGER_CHAIN_TOO_LONG', message);
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
