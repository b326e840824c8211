/**
 * The AWS managed policies that the house constructs attach, by their names (AWS Managed Policy Reference Guide). The resource is
 * `*` in each of them.
 */
export const MANAGED_POLICIES: Readonly<Record<string, readonly string[]>> = {
  'service-role/AWSLambdaBasicExecutionRole': [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ],
  'service-role/AWSLambdaSQSQueueExecutionRole': [
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ],
  'service-role/AWSLambdaDynamoDBExecutionRole': [
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ],
  AWSXRayDaemonWriteAccess: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  AWSXrayWriteOnlyAccess: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
};

/** The document of a managed policy by its ARN; throws for one that the laptop does not know. */
export function managedPolicy(arn: string): object {
  const name = arn.slice(arn.indexOf(':policy/') + ':policy/'.length);
  const actions = MANAGED_POLICIES[name];
  if (!actions) throw new Error(`The laptop cloud does not know the managed policy ${arn}.`);
  return { Statement: [{ Effect: 'Allow', Action: [...actions], Resource: '*' }] };
}
