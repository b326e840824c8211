import { randomBytes } from 'node:crypto';
import type { Vault } from '../../ports.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';

/** The vault; the envelope and KMS's client are imported when a secret is first sealed or opened. */
export const vault = /* @__PURE__ */ once(({ settings, clock }: Container): Vault => {
  const keyArn = settings.text('KEY_ARN');
  const load = lazily(async () => {
    const [{ createVault }, { createKmsDataKeys }] = await Promise.all([
      import('../vault.ts'),
      import('../kms-data-keys.ts'),
    ]);
    return createVault({ dataKeys: createKmsDataKeys(), keyArn, clock, randomBytes });
  });
  return {
    seal: async (plaintext, context) => (await load()).seal(plaintext, context),
    open: async (sealed, context) => (await load()).open(sealed, context),
  };
});
