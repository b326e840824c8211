import { randomBytes } from 'node:crypto';
import type { Vault } from '../../ports.ts';
import type { DataKeys } from '../data-keys.ts';
import { lazily, once } from '../once.ts';
import { createVault } from '../vault.ts';
import type { Container } from './create-container.ts';

const dataKeysOf = /* @__PURE__ */ once((_: Container): DataKeys => {
  const load = lazily(async () => (await import('../kms-data-keys.ts')).createKmsDataKeys());
  return {
    generate: async (request) => (await load()).generate(request),
    decrypt: async (request) => (await load()).decrypt(request),
  };
});

export const vault = /* @__PURE__ */ once((container: Container): Vault =>
  createVault({
    dataKeys: dataKeysOf(container),
    keyArn: container.settings.text('KEY_ARN'),
    clock: container.clock,
    randomBytes,
  }),
);
