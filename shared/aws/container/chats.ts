import type { ChatStore } from '../../ports.ts';
import { createChatStore } from '../chat-store.ts';
import { once } from '../once.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

export const chats = /* @__PURE__ */ once((container: Container): ChatStore =>
  createChatStore({ table: tableOf(container), clock: container.clock }),
);
