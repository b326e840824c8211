import type { TriggerClockwork } from '../../ports.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';

export const triggerClockwork = /* @__PURE__ */ once(({ settings }: Container): TriggerClockwork => {
  const given = {
    groupName: settings.text('SCHEDULE_GROUP'),
    queueArn: settings.text('SCHEDULES_QUEUE_ARN'),
    deadLetterArn: settings.text('SCHEDULES_DEAD_LETTERS_ARN'),
    roleArn: settings.text('SCHEDULER_ROLE_ARN'),
  };
  const clockwork = lazily(async () =>
    (await import('../trigger-clockwork.ts')).createTriggerClockwork({ settings: given }),
  );
  return {
    put: async (trigger, now) => (await clockwork()).put(trigger, now),
    delete: async (triggerId) => (await clockwork()).delete(triggerId),
  };
});
