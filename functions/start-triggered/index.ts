import { createContainer } from '../../shared/aws/container/create-container.ts';
import { runHeads } from '../../shared/aws/container/run-heads.ts';
import { runStarter } from '../../shared/aws/container/run-starter.ts';
import { runs } from '../../shared/aws/container/runs.ts';
import { triggerClockwork } from '../../shared/aws/container/trigger-clockwork.ts';
import { triggers } from '../../shared/aws/container/triggers.ts';
import { workflowLines } from '../../shared/aws/container/workflow-lines.ts';
import { workflows } from '../../shared/aws/container/workflows.ts';
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
