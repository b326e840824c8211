import { createHash } from 'node:crypto';
import type { Resource } from './assembly.ts';

const LONGEST = 64;

/** The property that names a resource of a type, where it is not `Name`. */
const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::Stage': 'StageName',
  'AWS::Cognito::UserPool': 'UserPoolName',
  'AWS::Cognito::UserPoolClient': 'ClientName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
};

/** The property that names a resource, still with its intrinsics; undefined where the template leaves it to AWS. */
export function nameProperty(resource: Resource): unknown {
  return resource.properties[NAME_PROPERTIES[resource.type] ?? 'Name'];
}

/** The name of a resource whose template gives none: stack and logical id, cut to what every AWS service takes. */
export function physicalName({
  stack,
  logicalId,
  type,
}: Pick<Resource, 'stack' | 'logicalId' | 'type'>): string {
  const full = `${stack}-${logicalId}`;
  const name = type === 'AWS::S3::Bucket' ? full.toLowerCase() : full;
  const longest = type === 'AWS::S3::Bucket' ? LONGEST - 1 : LONGEST;
  if (name.length <= longest) return name;
  return `${name.slice(0, longest - 9)}-${shortHash(name, 8)}`;
}

/** Hexadecimal digits that stay the same from start to start. */
export function shortHash(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}
