import type { UsageStore } from '../../ports.ts';
import { once } from '../once.ts';
import { createUsageStore } from '../usage-store.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

export const usage = /* @__PURE__ */ once((container: Container): UsageStore =>
  createUsageStore({ table: tableOf(container) }),
);
