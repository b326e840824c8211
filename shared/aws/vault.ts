import { AppError } from '../domain/errors.ts';
import { Secret } from '../domain/secret.ts';
import type { Clock, SealedSecret, SecretContext, Vault } from '../ports.ts';
import { createDataKeyCache } from './data-key-cache.ts';
import type { DataKeys } from './data-keys.ts';
import { MESSAGE_ID_BYTES, openMessage, sealMessage } from './envelope.ts';
import type { RandomBytes } from './ids.ts';
import { fromJsonText } from './json-text.ts';

/** Secrets in envelopes: a data key of KMS for each, both halves bound to the context. */
export function createVault({
  dataKeys,
  keyArn,
  clock,
  randomBytes,
}: {
  dataKeys: DataKeys;
  keyArn: string;
  clock: Clock;
  randomBytes: RandomBytes;
}): Vault {
  const cache = createDataKeyCache({ clock });
  return {
    async seal(plaintext, context) {
      const dataKey = await dataKeys.generate({ keyArn, context });
      const message = sealMessage({
        dataKey: dataKey.plaintext,
        messageId: randomBytes(MESSAGE_ID_BYTES),
        context,
        plaintext: Buffer.from(JSON.stringify(plaintext.reveal())),
      });
      dataKey.plaintext.fill(0);
      return {
        format: 'apiq-envelope-1',
        keyArn,
        encryptedDataKey: Buffer.from(dataKey.encrypted).toString('base64'),
        message: message.toString('base64'),
      };
    },
    async open(sealed, context) {
      const encrypted = fromBase64(sealed.encryptedDataKey);
      const message = fromBase64(sealed.message);
      if (encrypted === undefined || message === undefined) throw cannotOpen();
      const dataKey = await cache.get(cacheName(sealed, context), () =>
        dataKeys.decrypt({ keyArn: sealed.keyArn, encrypted, context }),
      );
      const plaintext = dataKey && openMessage({ dataKey, context, message });
      if (plaintext === undefined) throw cannotOpen();
      const secret = new Secret(fromJsonText(plaintext.toString('utf8')));
      plaintext.fill(0);
      return secret;
    },
  };
}

function cacheName(sealed: SealedSecret, { tenant, record, purpose }: SecretContext): string {
  return JSON.stringify([sealed.keyArn, sealed.encryptedDataKey, tenant, record, purpose]);
}

/** Undefined for anything but the one spelling of some bytes. */
function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** One error for every cause, so that it tells nothing about which part was wrong. */
function cannotOpen(): AppError {
  return new AppError('INTERNAL_ERROR', 'A stored secret could not be opened.');
}
