import type { PlanStore } from '../../ports.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

/** Loaded with the first plan: most that is done with workflows needs none. */
export const plans = /* @__PURE__ */ once((container: Container): PlanStore => {
  const load = lazily(async () => {
    const { createPlanStore } = await import('../plan-store.ts');
    return createPlanStore({ table: tableOf(container), clock: container.clock });
  });
  return {
    create: async (...given) => (await load()).create(...given),
    get: async (...given) => (await load()).get(...given),
  };
});
