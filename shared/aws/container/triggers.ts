import type { TriggerStore } from '../../ports.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

/** Loaded by the first call, so that a cold start does without. */
export const triggers = /* @__PURE__ */ once((container: Container): TriggerStore => {
  const store = lazily(async () =>
    (await import('../trigger-store.ts')).createTriggerStore({ table: tableOf(container) }),
  );
  return {
    create: async (...given) => (await store()).create(...given),
    list: async (...given) => (await store()).list(...given),
    listByEvent: async (...given) => (await store()).listByEvent(...given),
    get: async (...given) => (await store()).get(...given),
    update: async (...given) => (await store()).update(...given),
    delete: async (...given) => (await store()).delete(...given),
    clear: async (...given) => (await store()).clear(...given),
    note: async (...given) => (await store()).note(...given),
  };
});
