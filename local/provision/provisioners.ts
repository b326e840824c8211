import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Cognito } from '../aws/cognito.ts';
import type { DynamoDb } from '../aws/dynamodb.ts';
import type { EventBridge } from '../aws/eventbridge.ts';
import type { Kms } from '../aws/kms.ts';
import { readCorsRules } from '../aws/s3-cors.ts';
import type { S3 } from '../aws/s3.ts';
import type { Scheduler } from '../aws/scheduler.ts';
import type { Ses } from '../aws/ses.ts';
import type { Sqs } from '../aws/sqs.ts';
import type { StepFunctions } from '../aws/step-functions.ts';
import type { PendingResource, Provision } from '../provision.ts';
import { bucketKey } from './encryption-keys.ts';

/** The services that hold what the template names. */
export interface ProvisioningServices {
  readonly cognito: Cognito;
  readonly dynamodb: DynamoDb;
  readonly events: EventBridge;
  readonly kms: Kms;
  readonly s3: S3;
  readonly scheduler: Scheduler;
  readonly ses: Ses;
  readonly sqs: Sqs;
  readonly states: StepFunctions;
}

const Bus = z.looseObject({ Policy: z.undefined().optional() });

const EmailIdentityProperties = z.looseObject({ EmailIdentity: z.string() });

const UserPoolClient = z.looseObject({ UserPoolId: z.string() });

const StateMachine = z.looseObject({
  RoleArn: z.string(),
  StateMachineType: z.enum(['STANDARD', 'EXPRESS']).default('STANDARD'),
  DefinitionString: z.string().optional(),
  Definition: z.unknown().optional(),
  DefinitionS3Location: z.looseObject({ Key: z.string() }).optional(),
  DefinitionSubstitutions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

/** How each type that a service holds comes into being. */
export function createProvisioners(options: {
  readonly services: ProvisioningServices;
  /** Files of the assembly by object key. */
  readonly assets: ReadonlyMap<string, string>;
}): Readonly<Record<string, Provision>> {
  const { services, assets } = options;
  const { cognito, dynamodb, events, kms, s3, scheduler, ses, sqs, states } = services;

  const table: Provision = async ({ name, properties }) => {
    const { arn, streamArn } = await dynamodb.ensureTable({ name, properties });
    return { ref: name, attributes: { Arn: arn, ...(streamArn !== undefined && { StreamArn: streamArn }) } };
  };

  return {
    'AWS::DynamoDB::Table': table,
    'AWS::DynamoDB::GlobalTable': table,
    'AWS::KMS::Key': ({ key }) => {
      const { keyId, arn } = kms.ensureKey(key);
      return { ref: keyId, attributes: { Arn: arn, KeyId: keyId } };
    },
    'AWS::S3::Bucket': ({ name, properties }) => {
      const kmsKeyArn = bucketKey(properties);
      const cors = readCorsRules(properties);
      const { arn } = s3.ensureBucket(name, { cors, ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }) });
      const domain = `${name}.s3.amazonaws.com`;
      return { ref: name, attributes: { Arn: arn, DomainName: domain, RegionalDomainName: domain } };
    },
    'AWS::SQS::Queue': ({ name, properties }) => {
      const { url, arn } = sqs.ensureQueue({ name, attributes: properties });
      return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
    },
    'AWS::Events::EventBus': ({ name, properties }) => {
      Bus.parse(properties);
      const bus = events.ensureBus(name);
      return { ref: name, attributes: { Arn: bus.arn, Name: name } };
    },
    'AWS::Scheduler::ScheduleGroup': ({ name }) => ({
      ref: name,
      attributes: { Arn: scheduler.ensureGroup(name).arn, Name: name },
    }),
    'AWS::SES::EmailIdentity': ({ properties }) => {
      const { EmailIdentity } = EmailIdentityProperties.parse(properties);
      const { arn } = ses.ensureIdentity(EmailIdentity);
      return { ref: EmailIdentity, attributes: { Arn: arn } };
    },
    'AWS::Cognito::UserPool': async ({ key, properties }) => {
      const { id, arn, providerUrl, providerName } = await cognito.ensureUserPool({
        logicalId: key,
        properties,
      });
      return {
        ref: id,
        attributes: { Arn: arn, UserPoolId: id, ProviderURL: providerUrl, ProviderName: providerName },
      };
    },
    'AWS::Cognito::UserPoolClient': ({ key, properties, name }) => {
      const { UserPoolId } = UserPoolClient.parse(properties);
      const { clientId } = cognito.ensureUserPoolClient({ logicalId: key, poolId: UserPoolId, properties });
      return { ref: clientId, attributes: { ClientId: clientId, Name: name } };
    },
    'AWS::Cognito::UserPoolGroup': ({ properties }) => {
      const { UserPoolId } = UserPoolClient.parse(properties);
      return { ref: cognito.ensureUserPoolGroup({ poolId: UserPoolId, properties }).name, attributes: {} };
    },
    'AWS::StepFunctions::StateMachine': (resource) => {
      const { RoleArn, StateMachineType } = StateMachine.parse(resource.properties);
      const { arn } = states.ensureStateMachine({
        name: resource.name,
        definition: readDefinition(resource, assets),
        type: StateMachineType,
        roleName: RoleArn.slice(RoleArn.lastIndexOf('/') + 1),
      });
      return { ref: arn, attributes: { Arn: arn, Name: resource.name } };
    },
  };
}

/** The definition with its `${…}` replaced, from wherever the template keeps it. */
function readDefinition(resource: PendingResource, assets: ReadonlyMap<string, string>): string {
  const machine = StateMachine.parse(resource.properties);
  let text = machine.DefinitionString;
  if (text === undefined && machine.DefinitionS3Location) {
    const file = assets.get(machine.DefinitionS3Location.Key);
    if (file === undefined) throw new Error(`The definition of ${resource.key} is not in the assembly.`);
    text = readFileSync(file, 'utf8');
  }
  text ??= JSON.stringify(machine.Definition);
  if (text === undefined) throw new Error(`${resource.key} has no definition.`);
  for (const [name, value] of Object.entries(machine.DefinitionSubstitutions ?? {}))
    text = text.replaceAll(`\${${name}}`, String(value));
  return text;
}
