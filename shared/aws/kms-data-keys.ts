import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { awsErrorName, rethrow } from './aws-error.ts';
import { clientOptions } from './client-options.ts';
import type { DataKeys } from './data-keys.ts';

/** Not our key, another context, or bytes that were changed. */
const WRONG: ReadonlySet<string> = new Set([
  'IncorrectKeyException',
  'InvalidCiphertextException',
  'InvalidKeyUsageException',
  'NotFoundException',
]);

/** Data keys from KMS; the context is KMS's encryption context, so that CloudTrail and key policies see it. */
export function createKmsDataKeys({
  client = new KMSClient(clientOptions()),
}: { client?: KMSClient } = {}): DataKeys {
  return {
    async generate({ keyArn, context }) {
      const command = new GenerateDataKeyCommand({
        KeyId: keyArn,
        KeySpec: 'AES_256',
        EncryptionContext: { ...context },
      });
      const { Plaintext, CiphertextBlob } = await client.send(command).catch(rethrow);
      if (Plaintext === undefined || CiphertextBlob === undefined)
        throw new Error('KMS answered without a data key.');
      return { plaintext: Plaintext, encrypted: CiphertextBlob };
    },
    async decrypt({ keyArn, encrypted, context }) {
      const command = new DecryptCommand({
        KeyId: keyArn,
        CiphertextBlob: encrypted,
        EncryptionContext: { ...context },
      });
      try {
        return (await client.send(command)).Plaintext;
      } catch (error) {
        if (WRONG.has(awsErrorName(error))) return undefined;
        return rethrow(error);
      }
    },
  };
}
