import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { awsErrorName, rethrow } from './aws-error.ts';
import { clientOptions } from './client-options.ts';
import type { ReadParameter } from './model-settings.ts';

/** Reads SecureString parameters of SSM. */
export function createParameterReader({
  client = new SSMClient(clientOptions()),
}: { client?: SSMClient } = {}): ReadParameter {
  return async (name) => {
    try {
      const answer = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
      return answer.Parameter?.Value;
    } catch (error) {
      if (awsErrorName(error) === 'ParameterNotFound') return undefined;
      return rethrow(error);
    }
  };
}
