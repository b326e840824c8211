import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';

/** Throws where the encryption key does not answer or is not enabled. */
export const keyCheck = /* @__PURE__ */ once(({ settings }: Container): (() => Promise<void>) => {
  const keyArn = settings.text('KEY_ARN');
  const load = lazily(async () => (await import('../kms-key-check.ts')).createKeyCheck({ keyArn }));
  return async () => (await load())();
});
