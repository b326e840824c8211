import { lazily, once } from '../once.ts';
import { createOutboxPublisher, type OutboxPublisher } from '../outbox-publisher.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

export const outboxPublisher = /* @__PURE__ */ once((container: Container): OutboxPublisher => {
  const busName = container.settings.text('BUS_NAME');
  const load = lazily(async () => (await import('../event-bus.ts')).createEventBus({ busName }));
  return createOutboxPublisher({
    table: tableOf(container),
    putEvents: async (events) => (await load())(events),
    clock: container.clock,
  });
});
