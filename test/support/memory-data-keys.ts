import { randomBytes } from 'node:crypto';
import type { DataKeys } from '../../shared/aws/data-keys.ts';
import { AppError } from '../../shared/domain/errors.ts';

/** A key service in memory: what it calls encrypted is a name of the key, good in the context it was made for alone. */
export function memoryDataKeys(): DataKeys & { reachable: boolean } {
  const keys = new Map<string, { readonly plaintext: Uint8Array; readonly context: string }>();
  return {
    reachable: true,
    async generate({ context }) {
      if (!this.reachable) throw new AppError('SERVICE_UNAVAILABLE');
      const plaintext = randomBytes(32);
      const encrypted = randomBytes(48);
      keys.set(encrypted.toString('hex'), { plaintext, context: JSON.stringify(context) });
      return { plaintext: Uint8Array.from(plaintext), encrypted };
    },
    async decrypt({ encrypted, context }) {
      const key = keys.get(Buffer.from(encrypted).toString('hex'));
      return key?.context === JSON.stringify(context) ? Uint8Array.from(key.plaintext) : undefined;
    },
  };
}
