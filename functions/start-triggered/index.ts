import {
  createContainer,
  runHeads,
  runs,
  runStarter,
  triggerClockwork,
  triggers,
  workflowLines,
  workflows,
} from '../../shared/aws/container.ts';
import { consumeQueue } from '../../shared/runtime/consume.ts';
import { fireSchedule } from './fire-schedule.ts';
import { followEvent } from './follow-event.ts';
import { TriggerMessage } from './trigger-message.ts';

const container = createContainer({ name: 'start-triggered', env: process.env });
const ports = {
  triggers: triggers(container),
  clockwork: triggerClockwork(container),
  workflows: workflows(container),
  runs: runs(container),
  runHeads: runHeads(container),
  lines: workflowLines(container),
  starter: runStarter(container),
  clock: container.clock,
  ids: container.ids,
  log: container.log,
};

export const handler = consumeQueue({
  message: TriggerMessage,
  perform: (message) =>
    'detail' in message
      ? followEvent({ event: message.detail, ports })
      : fireSchedule({ due: message, ports }),
  log: container.log,
});
