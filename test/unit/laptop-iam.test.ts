import {
  accessUnderTest,
  allow,
  deny,
  BUCKET,
  FUNCTION,
  QUEUE,
  TABLE,
} from '../support/access-under-test.ts';

describe('identity policies', () => {
  test.each<[string, readonly object[], string, string, boolean]>([
    ['nothing is allowed by itself', [], 'sqs:SendMessage', QUEUE, false],
    [
      'an exact action on an exact resource',
      [allow('sqs:SendMessage', QUEUE)],
      'sqs:SendMessage',
      QUEUE,
      true,
    ],
    ['another action', [allow('sqs:SendMessage', QUEUE)], 'sqs:ReceiveMessage', QUEUE, false],
    ['another resource', [allow('sqs:SendMessage', QUEUE)], 'sqs:SendMessage', `${QUEUE}2`, false],
    ['actions in any case', [allow('SQS:sendmessage', QUEUE)], 'sqs:SendMessage', QUEUE, true],
    ['a wildcard in the action', [allow('sqs:Send*', QUEUE)], 'sqs:SendMessage', QUEUE, true],
    ['a wildcard that does not reach', [allow('sqs:Send*', QUEUE)], 'sqs:ReceiveMessage', QUEUE, false],
    [
      'one character for a question mark',
      [allow('sqs:SendMessage', 'arn:aws:sqs:*:*:queu?')],
      'sqs:SendMessage',
      QUEUE,
      true,
    ],
    [
      'a dot is a dot',
      [allow('sqs:SendMessage', QUEUE.replace('queue', 'que.e'))],
      'sqs:SendMessage',
      QUEUE,
      false,
    ],
    ['objects of a bucket', [allow('s3:GetObject', `${BUCKET}/*`)], 's3:GetObject', `${BUCKET}/a/b`, true],
    ['the bucket is not its objects', [allow('s3:GetObject', `${BUCKET}/*`)], 's3:GetObject', BUCKET, false],
    ['lists', [allow(['a:B', 'sqs:SendMessage'], ['x', QUEUE])], 'sqs:SendMessage', QUEUE, true],
    ['a denial wins', [allow('*', '*'), deny('sqs:*', QUEUE)], 'sqs:SendMessage', QUEUE, false],
    [
      'NotAction',
      [{ Effect: 'Allow', NotAction: 'sqs:Delete*', Resource: '*' }],
      'sqs:SendMessage',
      QUEUE,
      true,
    ],
    [
      'NotAction that names it',
      [{ Effect: 'Allow', NotAction: 'sqs:Send*', Resource: '*' }],
      'sqs:SendMessage',
      QUEUE,
      false,
    ],
    ['NotResource', [{ Effect: 'Allow', Action: '*', NotResource: QUEUE }], 'sqs:SendMessage', QUEUE, false],
  ])('%s', (_name, identity, action, resource, expected) => {
    expect(accessUnderTest({ identity }).access.allows('R/f', { action, resource })).toBe(expected);
  });

  test('a refusal is worded as AWS words it and logged', () => {
    const { access, logged } = accessUnderTest();
    const ask = () => access.check('R/f', [{ action: 'dynamodb:Scan', resource: TABLE }]);
    expect(ask).toThrow(
      `User: arn:aws:sts::000000000000:assumed-role/R/f is not authorized to perform: dynamodb:Scan on resource: ${TABLE}`,
    );
    expect(ask).toThrow(expect.objectContaining({ code: 'AccessDeniedException' }));
    expect(logged.join()).toContain('dynamodb:Scan');
  });

  test('one missing permission of several refuses the call', () => {
    const { access } = accessUnderTest({ identity: [allow('sqs:SendMessage', QUEUE)] });
    const wanted = [
      { action: 'sqs:SendMessage', resource: QUEUE },
      { action: 'sqs:ReceiveMessage', resource: QUEUE },
    ];
    expect(() => access.check('R/f', wanted)).toThrow('sqs:ReceiveMessage');
  });

  test('access keys lead to principals; root is bound by nothing, unknown principals may nothing', () => {
    const { access } = accessUnderTest();
    expect(access.principalOf('LKIA1')).toBe('R/f');
    expect(access.principalOf('LKIA2')).toBeUndefined();
    expect(access.allows('root', { action: 'x:Y', resource: '*' })).toBe(true);
    expect(access.allows('nobody', { action: 'x:Y', resource: '*' })).toBe(false);
  });
});

describe('conditions', () => {
  const source = 'arn:aws:execute-api:us-east-1:000000000000:api1/$default/GET/x';
  test.each<[string, object, boolean]>([
    [
      'ArnLike',
      { ArnLike: { 'aws:SourceArn': 'arn:aws:execute-api:us-east-1:000000000000:api1/*/*' } },
      true,
    ],
    [
      'ArnLike of another API',
      { ArnLike: { 'aws:SourceArn': 'arn:aws:execute-api:us-east-1:000000000000:api2/*/*' } },
      false,
    ],
    ['ArnLike does not reach over colons', { ArnLike: { 'aws:SourceArn': 'arn:*/x' } }, false],
    [
      'StringEquals of one of several',
      { StringEquals: { 'aws:SourceAccount': ['1', '000000000000'] } },
      true,
    ],
    ['keys in any case', { StringEquals: { 'AWS:SourceAccount': '000000000000' } }, true],
    ['StringNotEquals', { StringNotEquals: { 'aws:SourceAccount': '000000000000' } }, false],
    ['StringLike', { StringLike: { 'aws:SourceArn': '*/GET/?' } }, true],
    ['Bool', { Bool: { 'aws:SecureTransport': 'true' } }, true],
    ['Bool that does not hold', { Bool: { 'aws:SecureTransport': false } }, false],
    ['a key that is not there', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }, false],
    ['the same with IfExists', { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } }, true],
    ['Null of a missing key', { Null: { 'aws:PrincipalOrgID': 'true' } }, true],
    ['ForAnyValue', { 'ForAnyValue:StringEquals': { 'aws:SourceAccount': ['000000000000'] } }, true],
    ['ForAnyValue of a missing key', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }, false],
    [
      'ForAllValues of a missing key is true, as on AWS',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } },
      true,
    ],
    [
      'all operators must hold',
      { Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:SourceAccount': '1' } },
      false,
    ],
    ['an operator that is not known', { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, false],
    ['a policy variable', { StringLike: { 'aws:SourceArn': '${aws:PrincipalTag/x}' } }, false],
  ])('%s', (_name, Condition, expected) => {
    const { access } = accessUnderTest({
      resourcePolicies: {
        [FUNCTION]: [
          allow('lambda:InvokeFunction', FUNCTION, {
            Principal: { Service: 'apigateway.amazonaws.com' },
            Condition,
          }),
        ],
      },
    });
    const request = { action: 'lambda:InvokeFunction', resource: FUNCTION, sourceArn: source };
    expect(access.serviceAllows('apigateway.amazonaws.com', request)).toBe(expected);
  });

  test('a denial with a condition that is not known holds, and the log says so', () => {
    const unknown = { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } };
    const { access, logged } = accessUnderTest({ identity: [allow('*', '*'), deny('sqs:*', '*', unknown)] });
    expect(access.allows('R/f', { action: 'sqs:SendMessage', resource: QUEUE })).toBe(false);
    expect(logged.join()).toContain('IpAddress');
  });
});
