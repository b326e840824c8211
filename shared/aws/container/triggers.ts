import type { TriggerStore } from '../../ports.ts';
import { once } from '../once.ts';
import { createTriggerStore } from '../trigger-store.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

export const triggers = /* @__PURE__ */ once((container: Container): TriggerStore =>
  createTriggerStore({ table: tableOf(container) }),
);
