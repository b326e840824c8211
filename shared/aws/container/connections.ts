import type { ConnectionStore } from '../../ports.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

/** Loaded with the first connection that is looked at. */
export const connections = /* @__PURE__ */ once((container: Container): ConnectionStore => {
  const load = lazily(async () => {
    const { createConnectionStore } = await import('../connection-store.ts');
    return createConnectionStore({ table: tableOf(container) });
  });
  return {
    create: async (...given) => (await load()).create(...given),
    update: async (...given) => (await load()).update(...given),
    get: async (...given) => (await load()).get(...given),
    getMany: async (...given) => (await load()).getMany(...given),
    listAll: async (...given) => (await load()).listAll(...given),
    delete: async (...given) => (await load()).delete(...given),
    noteCheck: async (...given) => (await load()).noteCheck(...given),
    touch: async (...given) => (await load()).touch(...given),
  };
});
