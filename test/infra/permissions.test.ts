import { permissionsByUser } from '../support/permissions-of.ts';
import { synthesized } from '../support/synthesized.ts';

const template = await synthesized();
const permissions = permissionsByUser(template);

const OWN_LOG = (id: string) => [`logs:CreateLogStream on ${id}Log`, `logs:PutLogEvents on ${id}Log`];
const TRACES = ['xray:PutTelemetryRecords on *', 'xray:PutTraceSegments on *'];
const table = (...actions: string[]) => actions.map((action) => `dynamodb:${action} on Table`);
const MODEL = 'ssm:GetParameter on arn::ssm:::parameter/apiq/local/model';

/** All that each function may do, beside its own log and traces. A new permission is a decision, so it is named here. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'function auth': [
    ...table('Query', 'UpdateItem', 'PutItem'),
    'ses:SendEmail on arn::ses:::identity/apiq.example',
    'ses:SendEmail on arn::ses:::identity/no-reply@apiq.example',
  ],
  'function connections': [
    ...table('Query', 'UpdateItem', 'PutItem', 'GetItem', 'DeleteItem', 'BatchWriteItem'),
    's3:GetObject on Bucket/catalogues/*',
    's3:GetObject on Bucket/changes/*',
    's3:PutObject on Bucket/uploads/*',
    'kms:GenerateDataKey on Key',
    'lambda:InvokeFunction on ingestFunction',
  ],
  'function calls': [
    ...table('Query', 'UpdateItem', 'PutItem', 'GetItem'),
    's3:GetObject on Bucket/catalogues/*',
    'kms:Decrypt on Key',
    'lambda:InvokeFunction on ingestFunction',
  ],
  'function chat': [
    ...table('Query', 'UpdateItem', 'PutItem', 'GetItem', 'BatchGetItem', 'DeleteItem'),
    's3:GetObject on Bucket/catalogues/*',
    MODEL,
    's3:GetObject on Bucket/runs/*',
    's3:PutObject on Bucket/runs/*',
    'states:StartExecution on runworkflowmachineMachine',
    'sqs:SendMessage on WatchdogQueue',
  ],
  'function workflows': [
    ...table('Query', 'UpdateItem', 'PutItem', 'GetItem', 'BatchGetItem', 'DeleteItem'),
    's3:GetObject on Bucket/catalogues/*',
  ],
  'function executions': [
    ...table('Query', 'UpdateItem', 'PutItem', 'GetItem', 'BatchGetItem', 'DeleteItem'),
    'dynamodb:Query on Table/index/GSI1',
    's3:GetObject on Bucket/runs/*',
    's3:PutObject on Bucket/runs/*',
    'states:StartExecution on runworkflowmachineMachine',
    'sqs:SendMessage on WatchdogQueue',
  ],
  'function history': [
    ...table('Query', 'UpdateItem', 'GetItem', 'BatchGetItem'),
    'dynamodb:Query on Table/index/GSI1',
    'dynamodb:Query on Table/index/GSI2',
    's3:GetObject on Bucket/runs/*',
  ],
  'function portability': [
    ...table('Query', 'UpdateItem', 'PutItem', 'GetItem', 'BatchGetItem'),
    's3:GetObject on Bucket/catalogues/*',
  ],
  'function undo': [
    ...table('Query', 'UpdateItem', 'PutItem', 'GetItem', 'BatchGetItem'),
    'dynamodb:Query on Table/index/GSI1',
    's3:GetObject on Bucket/catalogues/*',
    's3:GetObject on Bucket/runs/*',
  ],
  'function rehearsals': [
    ...table('Query', 'UpdateItem', 'GetItem', 'BatchGetItem'),
    'dynamodb:Query on Table/index/GSI1',
    's3:GetObject on Bucket/catalogues/*',
    's3:GetObject on Bucket/runs/*',
  ],
  'function approvals': [
    ...table('Query', 'UpdateItem', 'PutItem', 'GetItem', 'BatchGetItem'),
    'dynamodb:Query on Table/index/GSI1',
    's3:GetObject on Bucket/runs/*',
    's3:PutObject on Bucket/runs/*',
    'states:StartExecution on runworkflowmachineMachine',
    'sqs:SendMessage on WatchdogQueue',
  ],
  'function triggers': table(
    'Query',
    'UpdateItem',
    'PutItem',
    'GetItem',
    'BatchGetItem',
    'DeleteItem',
    'ConditionCheckItem',
  ),
  'function usage': table('Query', 'UpdateItem', 'GetItem'),
  'function system': [...table('Query', 'UpdateItem', 'GetItem'), 'kms:DescribeKey on Key', MODEL],
  'function admin': [
    ...table('Query', 'UpdateItem', 'PutItem', 'DeleteItem', 'BatchWriteItem'),
    's3:DeleteObject on Bucket/documents/*',
  ],
  'function ingest': [
    ...table('GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'),
    ...['catalogues', 'uploads', 'documents'].flatMap((folder) => [
      `s3:GetObject on Bucket/${folder}/*`,
      `s3:PutObject on Bucket/${folder}/*`,
    ]),
    's3:DeleteObject on Bucket/documents/*',
    's3:PutObject on Bucket/changes/*',
    ...['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map(
      (action) => `sqs:${action} on IngestionQueue`,
    ),
    ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map(
      (action) => `sqs:${action} on RefreshesQueue`,
    ),
  ],
  'function refresh-connections': [
    'dynamodb:Query on Table/index/GSI1',
    'sqs:SendMessage on ChecksQueue',
    'sqs:SendMessage on NightlyDeadLetters',
    'sqs:SendMessage on RefreshesQueue',
  ],
  'function check-connections': [
    ...table('GetItem', 'Query', 'PutItem', 'UpdateItem'),
    's3:GetObject on Bucket/catalogues/*',
    'kms:Decrypt on Key',
    ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map(
      (action) => `sqs:${action} on ChecksQueue`,
    ),
  ],
  'function run-workflow': [
    ...table('Query', 'GetItem', 'BatchGetItem', 'PutItem', 'BatchWriteItem', 'UpdateItem'),
    's3:GetObject on Bucket/catalogues/*',
    's3:GetObject on Bucket/runs/*',
    's3:PutObject on Bucket/runs/*',
    'kms:Decrypt on Key',
  ],
  'function start-triggered': [
    ...table('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'),
    's3:GetObject on Bucket/runs/*',
    's3:PutObject on Bucket/runs/*',
    'states:StartExecution on runworkflowmachineMachine',
    'sqs:SendMessage on WatchdogQueue',
    ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].flatMap((action) => [
      `sqs:${action} on FollowedQueue`,
      `sqs:${action} on SchedulesQueue`,
    ]),
    ...['CreateSchedule', 'DeleteSchedule', 'UpdateSchedule'].map(
      (action) => `scheduler:${action} on arn::scheduler:::schedule/apiq-local-triggers/*`,
    ),
    'iam:PassRole on Sender',
  ],
  'function publish-outbox': [
    ...table('BatchGetItem', 'BatchWriteItem', 'DescribeStream', 'GetRecords', 'GetShardIterator'),
    'dynamodb:ListStreams on *',
    'dynamodb:Query on Table/index/GSI1',
    'events:PutEvents on Bus',
    'sqs:SendMessage on PublishDeadLetters',
  ],
  'function watch-runs': [
    ...table('GetItem', 'BatchGetItem', 'Query', 'UpdateItem', 'DeleteItem'),
    'states:StartExecution on runworkflowmachineMachine',
    ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage', 'SendMessage'].map(
      (action) => `sqs:${action} on WatchdogQueue`,
    ),
  ],
  'function custom-message': [],
};

/** What AWS documents as taking no resource. */
const EVERYWHERE = new Set([
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'dynamodb:ListStreams',
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
]);

describe('least privilege', () => {
  test('the table names every function', () => {
    const functions = [...permissions.keys()].filter((name) => name.startsWith('function '));
    expect(functions.toSorted()).toEqual(Object.keys(ALLOWED).toSorted());
  });

  test.each(Object.entries(ALLOWED))('%s has exactly what it uses', (name, allowed) => {
    const id = name.replace('function ', '').replaceAll('-', '');
    const expected = [...allowed, ...OWN_LOG(id), ...TRACES].toSorted();
    // The two ways to a stream's and a table's ARN differ in the attribute alone.
    expect(permissions.get(name)).toEqual(expected);
  });

  test.each([
    [
      'run-workflow',
      [
        'lambda:InvokeFunction on runworkflowFunction',
        'states:StartExecution on arn::states:::stateMachine:apiq-local-hold-workflow',
        'states:StartExecution on arn::states:::stateMachine:apiq-local-run-workflow',
      ],
    ],
    ['hold-workflow', ['states:StartExecution on runworkflowmachineMachine']],
  ])('the machine %s starts its runner and the machines that go on, and no more', (name, allowed) => {
    const own = (permissions.get(`machine ${name}`) ?? []).filter((one) => !one.endsWith(' on *'));
    expect(own).toEqual(allowed);
  });

  const all = [...permissions].flatMap(([name, list]) =>
    list.map((permission) => [name, permission] as const),
  );

  test('no action is a wildcard, and none is a scan', () => {
    const wild = all.filter(
      ([, permission]) => /^\S*[*?]\S* on /.test(permission) || permission.includes(':Scan'),
    );
    expect(wild).toEqual([]);
  });

  test('a resource is * only where AWS knows no other', () => {
    const wild = all.filter(([, permission]) => {
      const [action = '', resource] = permission.split(' on ');
      return resource === '*' && !EVERYWHERE.has(action);
    });
    expect(wild).toEqual([]);
  });

  test('no role has a managed policy or a Deny that hides a wide Allow', () => {
    expect(all.filter(([, permission]) => /^(managed policy|Deny|.*NotAction)/.test(permission))).toEqual([]);
  });

  test('only functions that open envelopes may decrypt', () => {
    const who = all.filter(([, permission]) => permission.startsWith('kms:Decrypt')).map(([name]) => name);
    expect(who.toSorted()).toEqual(['function calls', 'function check-connections', 'function run-workflow']);
  });
});

describe('who may invoke a function', () => {
  const permissionsToInvoke = template.ofType('AWS::Lambda::Permission').map(({ properties }) => properties);

  test('every permission names its source', () => {
    expect(permissionsToInvoke.length).toBeGreaterThan(0);
    for (const { SourceArn, Action } of permissionsToInvoke) {
      expect(SourceArn).toBeDefined();
      expect(Action).toBe('lambda:InvokeFunction');
    }
  });
});
