import * as z from 'zod';
import { createJsonService, jsonOperation } from './json-service.ts';
import { ACCOUNT, AwsError, REGION, type LocalService } from './service.ts';

const GetParameterInput = z.strictObject({ Name: z.string().min(1), WithDecryption: z.boolean().optional() });

/**
 * SSM Parameter Store with the parameters that a person would have put there by hand; everything else is
 * ParameterNotFound. They are SecureStrings: without `WithDecryption` the value stays unreadable.
 */
export function createSsm(options: { readonly read: (name: string) => string | undefined }): LocalService {
  const { read } = options;
  const arnOf = (name: string) => `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/${name.replace(/^\//u, '')}`;
  const service = createJsonService({
    signingName: 'ssm',
    operations: {
      GetParameter: jsonOperation({
        input: GetParameterInput,
        permissions: ({ Name }) => [{ action: 'ssm:GetParameter', resource: arnOf(Name) }],
        perform: ({ Name, WithDecryption }) => {
          const value = read(Name);
          if (value === undefined) throw new AwsError('ParameterNotFound', '');
          return {
            Parameter: {
              Name,
              ARN: arnOf(Name),
              Type: 'SecureString',
              Value: WithDecryption === true ? value : Buffer.from('encrypted').toString('base64'),
              Version: 1,
              DataType: 'text',
            },
          };
        },
      }),
    },
  });
  return { ...service, close: () => Promise.resolve() };
}
