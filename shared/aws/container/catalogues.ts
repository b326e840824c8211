import type { CatalogueStore } from '../../ports.ts';
import { lazily, once } from '../once.ts';
import { bucketOf } from './bucket.ts';
import type { Container } from './create-container.ts';

/** Catalogues; their store is imported when one is first needed. */
export const catalogues = /* @__PURE__ */ once((container: Container): CatalogueStore => {
  const bucket = bucketOf(container);
  const load = lazily(async () => (await import('../catalogue-store.ts')).createCatalogueStore({ bucket }));
  return {
    put: async (tenantId, catalogue) => (await load()).put(tenantId, catalogue),
    getSegment: async (tenantId, specHash) => (await load()).getSegment(tenantId, specHash),
    getIndex: async (tenantId, specHash) => (await load()).getIndex(tenantId, specHash),
    getOperations: async (tenantId, specHash, ids) => (await load()).getOperations(tenantId, specHash, ids),
    get: async (tenantId, specHash) => (await load()).get(tenantId, specHash),
  };
});
