import type { Assembly } from './assembly.ts';

/**
 * Resources that have no part in what a laptop can observe, each with the reason. They still have names and ARNs, so
 * that other resources can refer to them.
 */
export const PASSIVE_TYPES: Readonly<Record<string, string>> = {
  'AWS::CDK::Metadata': 'tells AWS about the CDK version only',
  'AWS::CloudFormation::WaitConditionHandle': 'has no effect of its own',
  'AWS::CloudWatch::Alarm': 'watches metrics, which the laptop does not collect',
  'AWS::CloudWatch::CompositeAlarm': 'watches alarms',
  'AWS::CloudWatch::Dashboard': 'shows metrics, which the laptop does not collect',
  'AWS::Logs::LogGroup': 'function logs are files in the data directory',
  'AWS::Logs::LogStream': 'function logs are files in the data directory',
  'AWS::Logs::MetricFilter': 'makes metrics, which the laptop does not collect',
  'AWS::Logs::QueryDefinition': 'is a saved search of the CloudWatch console',
  'AWS::Logs::ResourcePolicy': 'lets AWS services write logs, which are files here',
  'AWS::CloudFront::CachePolicy': 'nothing is cached on a laptop',
  'AWS::CloudFront::OriginRequestPolicy': 'every header reaches the origin on a laptop',
  'AWS::CloudFront::ResponseHeadersPolicy': 'the pipeline sets the security headers itself',
  'AWS::CloudFront::OriginAccessControl': 'the origin is in the same process',
  'AWS::SNS::Topic': 'carries alarms to people; nothing here fires them',
  'AWS::SNS::Subscription': 'carries alarms to people; nothing here fires them',
  'AWS::SNS::TopicPolicy': 'guards alarm topics, which nothing here uses',
  'AWS::SecretsManager::Secret':
    'holds values that CloudFormation alone fills in; here the reference is the value',
  'AWS::SES::ConfigurationSet': 'mail is captured, not sent',
  'AWS::KMS::Alias': 'a second name of a key; the template passes ARNs',
  'AWS::XRay::Group': 'groups traces, which the laptop does not collect',
  'AWS::ResourceGroups::Group': 'a view of the AWS console',
  'AWS::ApplicationInsights::Application': 'watches metrics, which the laptop does not collect',
};

/** Read by the policy evaluation, where roles and resource policies are compiled; nothing to create. */
export const POLICY_TYPES: ReadonlySet<string> = new Set([
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::IAM::ManagedPolicy',
  'AWS::Lambda::Permission',
  'AWS::SQS::QueuePolicy',
  'AWS::S3::BucketPolicy',
  'AWS::Events::EventBusPolicy',
]);

/**
 * Refuses an assembly that names a type which the laptop neither provisions, nor reads as a policy, nor knows to be
 * passive; the error lists every such resource.
 */
export function assertKnownTypes(assembly: Assembly, provisioned: ReadonlySet<string>): void {
  const unknown = assembly.stacks
    .flatMap((stack) => [...stack.resources.values()])
    .filter(({ type }) => !provisioned.has(type) && !POLICY_TYPES.has(type) && !(type in PASSIVE_TYPES))
    .map(({ key, type }) => `${key} (${type})`);
  if (unknown.length > 0)
    throw new Error(
      `The laptop cloud cannot provision these resources of the template: ${unknown.join(', ')}.`,
    );
}
