import { AppError } from '../../shared/domain/errors.ts';
import { eventIdFor } from '../../shared/domain/event-id.ts';
import type { DomainEvent, EventType } from '../../shared/domain/events.ts';
import type { JsonObject } from '../../shared/domain/json.ts';
import { runIdFor } from '../../shared/domain/run-id.ts';
import { mapInput } from '../../shared/domain/trigger/map-input.ts';
import type { TriggerEvent } from '../../shared/domain/trigger/trigger-event.ts';
import type { Trigger, TriggerOutcome } from '../../shared/domain/trigger/trigger.ts';
import type { Change } from '../../shared/ports.ts';
import { startRun } from '../../shared/runs/start-run.ts';
import type { TriggerPorts } from './trigger-ports.ts';

/** Who acts where nobody does. */
const NOBODY = 'system';

/** What leaves a firing without a run by rule, and what is wrong with the trigger; anything else is tried again. */
const REFUSALS: Readonly<Record<string, 'skipped' | 'failed'>> = {
  PLAN_NOT_APPROVED: 'skipped',
  WORKFLOW_PAUSED: 'skipped',
  WORKFLOW_BUSY: 'skipped',
  STEP_INPUT_INVALID: 'failed',
  PAYLOAD_TOO_LARGE: 'failed',
};

interface Firing {
  readonly trigger: Trigger;
  readonly event: TriggerEvent;
  readonly ports: TriggerPorts;
}

/**
 * Starts the run of a trigger for one event; told of it again, it finds the run. What is refused is recorded with its
 * reason. `key`: what is one run of the workflow, whoever tells of it.
 */
export async function fireTrigger({
  key,
  chain,
  ...firing
}: Firing & { key: string; chain: number }): Promise<void> {
  const { trigger, event, ports } = firing;
  const { id: triggerId, tenantId, workflowId, type } = trigger;
  const workflow = await ports.workflows.get(tenantId, workflowId);
  // Its event clears what is left of it.
  if (workflow === undefined) return;
  const now = new Date(ports.clock.now()).toISOString();
  const runId = runIdFor({ tenantId, workflowId, key });
  const fired = { triggerId, workflowId, executionId: runId };
  try {
    await startRun({
      request: {
        workflow,
        runId,
        input: mapInput(trigger.input, event),
        startedBy: trigger.createdBy,
        now,
        cause: { trigger: type, triggerId, ...(chain === 0 ? {} : { chain }) },
      },
      change: (about) =>
        recordOfStart({
          firing,
          about: { ...about, triggerId },
          runId,
          now,
          told: tell(firing, 'trigger.fired', fired, now),
        }),
      ports,
    });
    await ports.triggers.note({ trigger, outcome: { outcome: 'fired', at: now, executionId: runId } });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const refusal = REFUSALS[error.code];
    if (refusal === undefined) throw error;
    await refuseTrigger({ ...firing, error, outcome: refusal });
  }
}

/** Records that a trigger started nothing, and why; once for one event. */
export async function refuseTrigger({
  error: { code, message },
  outcome,
  ...firing
}: Firing & { readonly error: AppError; readonly outcome: 'skipped' | 'failed' }): Promise<void> {
  const { trigger, ports } = firing;
  const at = new Date(ports.clock.now()).toISOString();
  const about = { triggerId: trigger.id, workflowId: trigger.workflowId, code };
  const noted: TriggerOutcome = { outcome, at, code, message };
  await ports.triggers.note({
    trigger,
    outcome: noted,
    event: tell(firing, `trigger.${outcome}`, about, at),
  });
  ports.log.info('trigger started nothing', about);
}

/** One firing has one event of a kind, with an id of its own. */
function tell({ trigger, event }: Firing, type: EventType, data: JsonObject, time: string): DomainEvent {
  const id = eventIdFor(trigger.tenantId, type, trigger.id, event.id);
  return { id, type, tenantId: trigger.tenantId, time, data };
}

function recordOfStart({
  firing: {
    trigger: { tenantId },
    ports: { ids },
  },
  about,
  runId,
  now,
  told,
}: {
  readonly firing: Firing;
  readonly about: JsonObject;
  readonly runId: string;
  readonly now: string;
  readonly told: DomainEvent;
}): Change {
  const started: DomainEvent = {
    id: ids.next('event'),
    type: 'execution.started',
    tenantId,
    runId,
    sequence: 0,
    time: now,
    data: about,
  };
  return {
    audit: {
      id: ids.next('audit'),
      tenantId,
      userId: NOBODY,
      action: 'execution.started',
      details: about,
      timestamp: now,
      ipAddress: '',
      userAgent: '',
      requestId: ids.next('request'),
    },
    events: [started, told],
  };
}
