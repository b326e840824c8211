import { randomBytes } from 'node:crypto';
import type { Vault } from '../../ports.ts';
import type { DataKeys } from '../data-keys.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';

const dataKeysOf = /* @__PURE__ */ once((_: Container): DataKeys => {
  const load = lazily(async () => (await import('../kms-data-keys.ts')).createKmsDataKeys());
  return {
    generate: async (request) => (await load()).generate(request),
    decrypt: async (request) => (await load()).decrypt(request),
  };
});

/** Imported with the first secret: most calls see none. */
export const vault = /* @__PURE__ */ once((container: Container): Vault => {
  const keyArn = container.settings.text('KEY_ARN');
  const load = lazily(async () =>
    (await import('../vault.ts')).createVault({
      dataKeys: dataKeysOf(container),
      keyArn,
      clock: container.clock,
      randomBytes,
    }),
  );
  return {
    seal: async (plaintext, context) => (await load()).seal(plaintext, context),
    open: async (sealed, context) => (await load()).open(sealed, context),
  };
});
