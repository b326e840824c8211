import type { IngestionStore } from '../../ports.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

/** Loaded with the first ingestion: of the functions of the API, only a refresh needs it. */
export const ingestions = /* @__PURE__ */ once((container: Container): IngestionStore => {
  const table = tableOf(container);
  const load = lazily(async () => (await import('../ingestion-store.ts')).createIngestionStore({ table }));
  return {
    request: async (...of) => (await load()).request(...of),
    begin: async (...of) => (await load()).begin(...of),
    beginUnasked: async (...of) => (await load()).beginUnasked(...of),
    finish: async (...of) => (await load()).finish(...of),
  };
});
