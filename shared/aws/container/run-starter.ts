import { randomUUID } from 'node:crypto';
import type { RunStarter } from '../../ports.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';

export const runStarter = /* @__PURE__ */ once(({ settings }: Container): RunStarter => {
  const stateMachineArn = settings.text('RUN_STATE_MACHINE_ARN');
  const queueUrl = settings.text('WATCHDOG_QUEUE_URL');
  const machine = lazily(async () =>
    (await import('../run-machine.ts')).createRunMachine({ stateMachineArn, newSuffix: randomUUID }),
  );
  const queue = lazily(async () => (await import('../watchdog-queue.ts')).createWatchdogQueue({ queueUrl }));
  return {
    start: async (request) => (await machine()).start(request),
    arm: async (request) => (await queue()).arm(request),
  };
});
