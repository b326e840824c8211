import type { triggerRoutes } from '../../shared/api/triggers.ts';
import type { RouteInput } from '../../shared/api/route.ts';
import { AppError } from '../../shared/domain/errors.ts';
import { checkInput } from '../../shared/domain/trigger/map-input.ts';
import type { Trigger } from '../../shared/domain/trigger/trigger.ts';
import type { TriggerStore } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';
import { checkPattern } from './check-pattern.ts';
import { checkSchedule } from './check-schedule.ts';
import { findTrigger } from './find-trigger.ts';
import { triggerView } from './trigger-view.ts';

type Body = RouteInput<typeof triggerRoutes.updateTrigger>['body'];

/** Changes what the body names; a schedule that is replaced counts from now. */
export function updateTrigger({
  triggers,
}: {
  triggers: TriggerStore;
}): Handler<typeof triggerRoutes.updateTrigger> {
  return async ({ params, body, caller: { tenantId }, request: { now }, change }) => {
    const wanted = { tenantId, workflowId: params.id, id: params.triggerId };
    const seen = await findTrigger(triggers, wanted);
    const trigger = changed(seen, body, now);
    const { id: triggerId, workflowId, type, enabled } = trigger;
    const about = { triggerId, workflowId, type, enabled };
    const record = change({ details: about, events: [{ type: 'trigger.updated', data: about }] });
    await triggers.update({ seen, trigger }, record);
    return triggerView(trigger, now);
  };
}

function changed(seen: Trigger, { name, enabled, input, schedule, event }: Body, now: string): Trigger {
  if (input !== undefined && input !== null) checkInput(input);
  const { input: before, ...rest } = seen;
  const after = input === undefined ? before : (input ?? undefined);
  const common = {
    ...(name === undefined ? {} : { name }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(after === undefined ? {} : { input: after }),
    updatedAt: now,
    revision: seen.revision + 1,
  };
  if (rest.type === 'schedule') {
    if (event !== undefined) throw foreign('event', rest.type);
    if (schedule === undefined) return { ...rest, ...common };
    return { ...rest, ...common, schedule, anchor: checkSchedule(schedule, Date.parse(now)) };
  }
  if (schedule !== undefined) throw foreign('schedule', rest.type);
  if (event === undefined) return { ...rest, ...common };
  checkPattern(event.pattern);
  return { ...rest, ...common, pattern: event.pattern };
}

function foreign(member: string, type: string): AppError {
  const message = `This trigger is of the type ${type}, and stays so; make another one.`;
  return new AppError('VALIDATION_ERROR', undefined, { details: [{ path: `body.${member}`, message }] });
}
