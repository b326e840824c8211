import type { PlanStore } from '../../ports.ts';
import { createPlanStore } from '../plan-store.ts';
import { once } from '../once.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

export const plans = /* @__PURE__ */ once((container: Container): PlanStore =>
  createPlanStore({ table: tableOf(container), clock: container.clock }),
);
