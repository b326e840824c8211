import { accessUnderTest, allow, deny, BUCKET, KEY, QUEUE, TABLE } from '../support/access-under-test.ts';

describe('resource policies', () => {
  test('a service needs a statement that names it', () => {
    const { access } = accessUnderTest({
      resourcePolicies: {
        [QUEUE]: [allow('sqs:SendMessage', QUEUE, { Principal: { Service: 'events.amazonaws.com' } })],
      },
    });
    const request = { action: 'sqs:SendMessage', resource: QUEUE, sourceArn: 'arn:rule' };
    expect(access.serviceAllows('events.amazonaws.com', request)).toBe(true);
    expect(access.serviceAllows('sns.amazonaws.com', request)).toBe(false);
  });

  test('a denial in the resource policy wins over the role', () => {
    const { access } = accessUnderTest({
      identity: [allow('sqs:*', '*')],
      resourcePolicies: { [QUEUE]: [deny('sqs:SendMessage', QUEUE, { Principal: { AWS: '*' } })] },
    });
    expect(access.allows('R/f', { action: 'sqs:SendMessage', resource: QUEUE })).toBe(false);
    expect(access.allows('R/f', { action: 'sqs:ReceiveMessage', resource: QUEUE })).toBe(true);
  });

  test('insecure transport is denied to others, not here', () => {
    const { access } = accessUnderTest({
      identity: [allow('sqs:*', '*')],
      resourcePolicies: {
        [QUEUE]: [
          deny('sqs:*', QUEUE, {
            Principal: { AWS: '*' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ],
      },
    });
    expect(access.allows('R/f', { action: 'sqs:SendMessage', resource: QUEUE })).toBe(true);
  });

  const root = { Principal: { AWS: 'arn:aws:iam::000000000000:root' } };
  test.each<[string, readonly object[], boolean]>([
    ['that hands the decision to the account', [allow('kms:*', '*', root)], true],
    [
      'that names another role only',
      [allow('kms:*', '*', { Principal: { AWS: 'arn:aws:iam::000000000000:role/Other' } })],
      false,
    ],
    [
      'that names the role',
      [allow('kms:*', '*', { Principal: { AWS: 'arn:aws:iam::000000000000:role/R' } })],
      true,
    ],
  ])('a role with kms:Decrypt and a key policy %s', (_name, policy, expected) => {
    const { access } = accessUnderTest({
      identity: [allow('kms:Decrypt', KEY)],
      resourcePolicies: { [KEY]: policy },
    });
    expect(access.allows('R/f', { action: 'kms:Decrypt', resource: KEY })).toBe(expected);
  });

  test('root in a key policy grants nothing by itself', () => {
    const { access } = accessUnderTest({ resourcePolicies: { [KEY]: [allow('kms:*', '*', root)] } });
    expect(access.allows('R/f', { action: 'kms:Decrypt', resource: KEY })).toBe(false);
  });
});

describe('keys of encrypted resources', () => {
  const get = { action: 'dynamodb:GetItem', resource: TABLE };
  const viaTable = {
    Principal: { AWS: '*' },
    Condition: {
      StringEquals: {
        'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com',
        'kms:CallerAccount': '000000000000',
      },
    },
  };

  test('a table with a customer managed key needs kms:Decrypt too', () => {
    const keyOf = { [TABLE]: KEY };
    expect(accessUnderTest({ identity: [allow('dynamodb:*', '*')], keyOf }).access.allows('R/f', get)).toBe(
      false,
    );
    const both = [allow('dynamodb:*', '*'), allow('kms:Decrypt', KEY)];
    expect(accessUnderTest({ identity: both, keyOf }).access.allows('R/f', get)).toBe(true);
  });

  test('a key policy may allow it through the service, and no further', () => {
    const { access } = accessUnderTest({
      identity: [allow('dynamodb:*', '*')],
      keyOf: { [TABLE]: KEY },
      resourcePolicies: { [KEY]: [allow('kms:Decrypt', '*', viaTable)] },
    });
    expect(access.allows('R/f', { action: 'dynamodb:Query', resource: `${TABLE}/index/I` })).toBe(true);
    expect(access.allows('R/f', { action: 'kms:Decrypt', resource: KEY })).toBe(false);
  });

  test('a key permission that comes with a call of another service is asked through that service', () => {
    const viaS3 = {
      Principal: { AWS: '*' },
      Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
    };
    const { access } = accessUnderTest({
      identity: [allow('s3:GetObject', `${BUCKET}/*`)],
      resourcePolicies: { [KEY]: [allow('kms:Decrypt', '*', viaS3)] },
    });
    const read = { action: 's3:GetObject', resource: `${BUCKET}/a` };
    const decrypt = { action: 'kms:Decrypt', resource: KEY };
    expect(() => access.check('R/f', [read, decrypt])).not.toThrow();
    expect(() => access.check('R/f', [decrypt])).toThrow('kms:Decrypt');
  });
});
