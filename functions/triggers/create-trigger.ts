import type { triggerRoutes } from '../../shared/api/triggers.ts';
import type { RouteInput } from '../../shared/api/route.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { checkInput } from '../../shared/domain/trigger/map-input.ts';
import { MAX_EVENT_TRIGGERS, MAX_TRIGGERS, type Trigger } from '../../shared/domain/trigger/trigger.ts';
import type { Ids, TriggerStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { checkPattern } from './check-pattern.ts';
import { checkSchedule } from './check-schedule.ts';
import { triggerView } from './trigger-view.ts';

type Body = RouteInput<typeof triggerRoutes.createTrigger>['body'];

/** Creates a trigger. Its event lets the clockwork follow: a schedule begins to fire some moments after the answer. */
export function createTrigger({
  triggers,
  ids,
}: {
  triggers: TriggerStore;
  ids: Ids;
}): Handler<typeof triggerRoutes.createTrigger> {
  return async ({
    params: { id: workflowId },
    body,
    caller: { tenantId, userId },
    request: { now },
    change,
  }) => {
    const { name = body.type, enabled, input } = body;
    if (input !== undefined) checkInput(input);
    const own = ownOf(body, Date.parse(now));
    await checkRoom({ triggers, tenantId, workflowId, type: body.type });
    const trigger: Trigger = {
      id: ids.next('trigger'),
      tenantId,
      workflowId,
      name,
      enabled,
      ...own,
      ...(input === undefined ? {} : { input }),
      createdAt: now,
      createdBy: userId,
      updatedAt: now,
      revision: 1,
    };
    const about = { triggerId: trigger.id, workflowId, type: trigger.type, enabled };
    await triggers.create(
      trigger,
      change({ details: about, events: [{ type: 'trigger.created', data: about }] }),
    );
    return triggerView(trigger, now);
  };
}

function ownOf(body: Body, now: number) {
  if (body.type === 'schedule') {
    const { type, schedule } = body;
    return { type, schedule, anchor: checkSchedule(schedule, now) };
  }
  const { pattern } = body.event;
  checkPattern(pattern);
  return { type: body.type, pattern };
}

/** Two at once may make one too many; what the limits keep small stays small all the same. */
async function checkRoom({
  triggers,
  tenantId,
  workflowId,
  type,
}: {
  triggers: TriggerStore;
  tenantId: string;
  workflowId: string;
  type: Trigger['type'];
}): Promise<void> {
  const [own, byEvent] = await Promise.all([
    triggers.list(tenantId, workflowId),
    type === 'event' ? triggers.listByEvent(tenantId) : [],
  ]);
  if (own.length >= MAX_TRIGGERS) throw full(`A workflow has ${MAX_TRIGGERS} triggers at most`);
  if (byEvent.length >= MAX_EVENT_TRIGGERS)
    throw full(`A workspace has ${MAX_EVENT_TRIGGERS} triggers by event at most`);
}

function full(rule: string): AppError {
  return new AppError('VALIDATION_ERROR', `${rule}; delete one first.`);
}
