import { statSync } from 'node:fs';
import { devNull } from 'node:os';
import { dirname } from 'node:path';
import * as z from 'zod';
import { secretOf } from '../access-keys.ts';
import { REGION } from '../aws/service.ts';
import type { FunctionDefinition } from '../lambda/function-definition.ts';
import { shortHash } from '../template/physical-name.ts';
import type { ResolvedResource } from '../template/resolved-resource.ts';

const Scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** Failures go to queues only. */
const QueueArn = z.string().startsWith('arn:aws:sqs:');

/** Strict: a property that the laptop does not know might change what the function does. */
const FunctionProperties = z.strictObject({
  Architectures: z.array(z.string()).optional(),
  Code: z.looseObject({ S3Key: z.string().optional() }),
  DeadLetterConfig: z.looseObject({ TargetArn: QueueArn.optional() }).optional(),
  Description: z.string().optional(),
  Environment: z.looseObject({ Variables: z.record(z.string(), Scalar).optional() }).optional(),
  EphemeralStorage: z.unknown().optional(),
  FunctionName: z.string().optional(),
  Handler: z.string(),
  KmsKeyArn: z.string().optional(),
  LoggingConfig: z.unknown().optional(),
  MemorySize: z.coerce.number().int().default(128),
  RecursiveLoop: z.string().optional(),
  ReservedConcurrentExecutions: z.coerce.number().int().optional(),
  Role: z.string(),
  Runtime: z.string().startsWith('nodejs'),
  Tags: z.unknown().optional(),
  Timeout: z.coerce.number().int().default(3),
  TracingConfig: z.unknown().optional(),
});

const InvokeConfig = z.looseObject({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.coerce.number().int().optional(),
  DestinationConfig: z
    .looseObject({
      OnFailure: z.looseObject({ Destination: QueueArn }).optional(),
      OnSuccess: z.undefined().optional(),
    })
    .optional(),
});

/** A function with the role that it runs as. */
export interface PrincipalFunction {
  readonly definition: FunctionDefinition;
  readonly accessKeyId: string;
  readonly roleName: string;
  /** `ROLE/FUNCTION`. */
  readonly principal: string;
}

/**
 * The template's functions. `allowUpstreams` goes into `EGRESS_ALLOW` of those that have the variable: the one value
 * that differs from the template. Throws for a property, a runtime or a package that the laptop cannot run.
 */
export function readFunctions(options: {
  readonly resources: readonly ResolvedResource[];
  readonly assets: ReadonlyMap<string, string>;
  readonly endpointUrl: string;
  /** `HOST:PORT` each. */
  readonly allowUpstreams: readonly string[];
}): readonly PrincipalFunction[] {
  const { resources, assets, endpointUrl, allowUpstreams } = options;
  const configs = resources
    .filter(({ type }) => type === 'AWS::Lambda::EventInvokeConfig')
    .map(({ properties }) => InvokeConfig.parse(properties));

  return resources
    .filter(({ type }) => type === 'AWS::Lambda::Function')
    .map((resource) => {
      const parsed = FunctionProperties.safeParse(resource.properties);
      if (!parsed.success)
        throw new Error(`The laptop cloud cannot run ${resource.key}: ${z.prettifyError(parsed.error)}`);
      const properties = parsed.data;
      const config = configs.find(({ FunctionName }) => FunctionName === resource.name);
      const accessKeyId = `LKIA${shortHash(resource.key, 16).toUpperCase()}`;
      const roleName = properties.Role.slice(properties.Role.lastIndexOf('/') + 1);
      const codeDirectory = assets.get(properties.Code.S3Key ?? '');
      if (codeDirectory === undefined || !statSync(codeDirectory).isDirectory())
        throw new Error(`The code of ${resource.key} is no directory of the assembly.`);
      const own = properties.Environment?.Variables ?? {};
      const definition: FunctionDefinition = {
        name: resource.name,
        arn: String(resource.attributes['Arn']),
        codeDirectory,
        handler: properties.Handler,
        memoryMb: properties.MemorySize,
        timeoutSeconds: properties.Timeout,
        onFailureArn:
          config?.DestinationConfig?.OnFailure?.Destination ?? properties.DeadLetterConfig?.TargetArn,
        asyncRetries: config?.MaximumRetryAttempts ?? 2,
        environment: {
          ...reservedVariables({ resource, codeDirectory, properties }),
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretOf(accessKeyId),
          AWS_ENDPOINT_URL: endpointUrl,
          ...own,
          ...('EGRESS_ALLOW' in own && { EGRESS_ALLOW: joinList(own['EGRESS_ALLOW'], allowUpstreams) }),
        },
      };
      return { definition, accessKeyId, roleName, principal: `${roleName}/${resource.name}` };
    });
}

/** What Lambda itself sets (Lambda Developer Guide, "Defined runtime environment variables"). */
function reservedVariables(given: {
  readonly resource: ResolvedResource;
  readonly codeDirectory: string;
  readonly properties: z.infer<typeof FunctionProperties>;
}): Readonly<Record<string, string>> {
  const { resource, codeDirectory, properties } = given;
  return {
    _HANDLER: properties.Handler,
    AWS_DEFAULT_REGION: REGION,
    AWS_EXECUTION_ENV: `AWS_Lambda_${properties.Runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(properties.MemorySize),
    AWS_LAMBDA_FUNCTION_NAME: resource.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${resource.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_REGION: REGION,
    LAMBDA_TASK_ROOT: codeDirectory,
    LANG: 'en_US.UTF-8',
    PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    TZ: ':UTC',
    // There are no such files on Lambda; a developer's own profile must not change what the function does.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  };
}

function joinList(text: string | undefined, more: readonly string[]): string {
  return [...(text ?? '').split(','), ...more].filter((entry) => entry !== '').join(',');
}
