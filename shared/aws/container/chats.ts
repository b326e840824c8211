import type { ChatStore } from '../../ports.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

/** Loaded with the first conversation: most requests belong to none. */
export const chats = /* @__PURE__ */ once((container: Container): ChatStore => {
  const load = lazily(async () => {
    const { createChatStore } = await import('../chat-store.ts');
    return createChatStore({ table: tableOf(container), clock: container.clock });
  });
  return {
    create: async (...given) => (await load()).create(...given),
    get: async (...given) => (await load()).get(...given),
    list: async (...given) => (await load()).list(...given),
    history: async (...given) => (await load()).history(...given),
    record: async (...given) => (await load()).record(...given),
    delete: async (...given) => (await load()).delete(...given),
  };
});
