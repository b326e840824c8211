import type { CredentialStore } from '../../ports.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

/** Loaded with the first credential: lists and plans need none. */
export const credentials = /* @__PURE__ */ once((container: Container): CredentialStore => {
  const load = lazily(async () => {
    const { createCredentialStore } = await import('../credential-store.ts');
    return createCredentialStore({ table: tableOf(container) });
  });
  return {
    getMetadata: async (...given) => (await load()).getMetadata(...given),
    getSealed: async (...given) => (await load()).getSealed(...given),
    put: async (...given) => (await load()).put(...given),
    deactivate: async (...given) => (await load()).deactivate(...given),
  };
});
