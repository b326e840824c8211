import type { NightShift } from '../../ports.ts';
import { createMessageBatches } from '../message-batches.ts';
import { createNightShift } from '../night-shift.ts';
import { once } from '../once.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

export const nightShift = /* @__PURE__ */ once((container: Container): NightShift => {
  const { settings } = container;
  return createNightShift({
    table: tableOf(container),
    sendRefreshes: createMessageBatches({ queueUrl: settings.text('REFRESH_QUEUE_URL') }),
    sendChecks: createMessageBatches({ queueUrl: settings.text('CHECK_QUEUE_URL') }),
  });
});
