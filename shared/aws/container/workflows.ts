import type { WorkflowStore } from '../../ports.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

/** Loaded with the first workflow that is looked at. */
export const workflows = /* @__PURE__ */ once((container: Container): WorkflowStore => {
  const load = lazily(async () => {
    const { createWorkflowStore } = await import('../workflow-store.ts');
    return createWorkflowStore({ table: tableOf(container) });
  });
  return {
    create: async (...given) => (await load()).create(...given),
    get: async (...given) => (await load()).get(...given),
    getVersion: async (...given) => (await load()).getVersion(...given),
    listVersions: async (...given) => (await load()).listVersions(...given),
    update: async (...given) => (await load()).update(...given),
    limit: async (...given) => (await load()).limit(...given),
    delete: async (...given) => (await load()).delete(...given),
    list: async (...given) => (await load()).list(...given),
    listCalling: async (...given) => (await load()).listCalling(...given),
    approve: async (...given) => (await load()).approve(...given),
    touch: async (...given) => (await load()).touch(...given),
  };
});
