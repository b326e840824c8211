import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { clientOptions } from './client-options.ts';

/** Asks KMS for the key. The check throws where it does not answer or the key is not enabled. */
export function createKeyCheck({
  keyArn,
  client = new KMSClient(clientOptions({ attempts: 1 })),
}: {
  keyArn: string;
  client?: KMSClient;
}): () => Promise<void> {
  return async () => {
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: keyArn }));
    if (KeyMetadata?.KeyState !== 'Enabled')
      throw new Error(`The encryption key is ${KeyMetadata?.KeyState ?? 'unknown'}.`);
  };
}
