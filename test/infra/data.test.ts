import { GSI1, GSI2, PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE } from '../../shared/aws/table.ts';
import { logicalIdOf, textOf } from '../support/permissions-of.ts';
import { list, object, synthesized } from '../support/synthesized.ts';

const template = await synthesized();

function only(type: string) {
  const found = template.ofType(type);
  expect(found).toHaveLength(1);
  const [resource] = found;
  if (resource === undefined) throw new Error(`There is no ${type}.`);
  return resource.properties;
}

describe('the table', () => {
  const table = only('AWS::DynamoDB::Table');

  test('has the keys and the indexes that the key builder names', () => {
    expect(table.KeySchema).toEqual([
      { AttributeName: PARTITION_KEY, KeyType: 'HASH' },
      { AttributeName: SORT_KEY, KeyType: 'RANGE' },
    ]);
    expect(table.GlobalSecondaryIndexes).toEqual(
      [GSI1, GSI2].map(({ indexName, partitionKey, sortKey }) => ({
        IndexName: indexName,
        KeySchema: [
          { AttributeName: partitionKey, KeyType: 'HASH' },
          { AttributeName: sortKey, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      })),
    );
  });

  test('streams new images, expires items and can be restored to a point in time', () => {
    expect(table.StreamSpecification).toEqual({ StreamViewType: 'NEW_IMAGE' });
    expect(table.TimeToLiveSpecification).toEqual({ AttributeName: TTL_ATTRIBUTE, Enabled: true });
    expect(table.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
  });

  test('is encrypted with the key', () => {
    expect(table.SSESpecification).toMatchObject({ SSEEnabled: true, SSEType: 'KMS' });
    expect(textOf(object(table.SSESpecification).KMSMasterKeyId)).toBe('Key');
  });
});

describe('the bucket', () => {
  const bucket = only('AWS::S3::Bucket');

  test('is encrypted with the key', () => {
    const { ServerSideEncryptionConfiguration } = object(bucket.BucketEncryption);
    const [rule] = list(ServerSideEncryptionConfiguration).map(object);
    const encryption = object(rule?.ServerSideEncryptionByDefault);
    expect(encryption.SSEAlgorithm).toBe('aws:kms');
    expect(textOf(encryption.KMSMasterKeyID)).toBe('Key');
  });

  test('is closed to the public and to plain HTTP, and knows no ACLs', () => {
    expect(bucket.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(bucket.OwnershipControls).toEqual({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] });
    expect(refusesPlainHttp(only('AWS::S3::BucketPolicy').PolicyDocument)).toBe(true);
  });

  test('takes uploads from the pages that may call the API, and nothing else from a browser', () => {
    const [api] = template.ofType('AWS::ApiGatewayV2::Api');
    expect(object(bucket.CorsConfiguration).CorsRules).toEqual([
      {
        AllowedOrigins: object(api?.properties.CorsConfiguration).AllowOrigins,
        AllowedMethods: ['PUT'],
        AllowedHeaders: ['content-type'],
        ExposedHeaders: ['ETag'],
        MaxAge: 3600,
      },
    ]);
  });

  test('forgets uploads after a day, finished or not, and fetched documents and changes after their rows', () => {
    expect(object(bucket.LifecycleConfiguration).Rules).toEqual([
      expect.objectContaining({
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        Status: 'Enabled',
      }),
      expect.objectContaining({ Prefix: 'uploads/', ExpirationInDays: 1, Status: 'Enabled' }),
      expect.objectContaining({ Prefix: 'documents/', ExpirationInDays: 8, Status: 'Enabled' }),
      expect.objectContaining({ Prefix: 'changes/', ExpirationInDays: 400, Status: 'Enabled' }),
    ]);
  });
});

describe('the key', () => {
  const key = only('AWS::KMS::Key');
  const statements = list(object(key.KeyPolicy).Statement).map(object);

  test('rotates', () => expect(key.EnableKeyRotation).toBe(true));

  test('serves whoever may use the table or the bucket, through them alone and in this account alone', () => {
    const anybody = statements.filter(({ Principal }) => textOf(object(Principal).AWS) === '*');
    expect(anybody).toHaveLength(1);
    const equal = object(object(anybody[0]?.Condition).StringEquals);
    expect(equal['kms:CallerAccount']).toEqual({ Ref: 'AWS::AccountId' });
    expect(list(equal['kms:ViaService']).map(textOf)).toEqual([
      'dynamodb..amazonaws.com',
      's3..amazonaws.com',
    ]);
  });

  test('serves no other service than the alarms of this account', () => {
    const services = statements.filter(({ Principal }) => object(Principal).Service !== undefined);
    expect(services.map(({ Principal, Condition }) => ({ Principal, Condition }))).toEqual([
      {
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
  });
});

describe('queues and topics', () => {
  test.each(template.ofType('AWS::SQS::Queue').map((queue) => [queue.id, queue] as const))(
    '%s is encrypted and refuses plain HTTP',
    (id, queue) => {
      expect(queue.properties.SqsManagedSseEnabled).toBe(true);
      const policies = template
        .ofType('AWS::SQS::QueuePolicy')
        .filter(({ properties, stack }) =>
          list(properties.Queues).some((of) => `${stack}/${logicalIdOf(of)}` === id),
        );
      expect(policies.some(({ properties }) => refusesPlainHttp(properties.PolicyDocument))).toBe(true);
    },
  );

  test('the topic of alarms is encrypted, refuses plain HTTP and lets alarms of this account publish', () => {
    expect(textOf(only('AWS::SNS::Topic').KmsMasterKeyId)).toBe('Key');
    const document = only('AWS::SNS::TopicPolicy').PolicyDocument;
    expect(refusesPlainHttp(document)).toBe(true);
    expect(list(object(document).Statement)).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    );
  });

  test('every kind of store in the templates is looked at here', () => {
    const stores =
      /^AWS::(DynamoDB|S3|SQS|SNS|RDS|EFS|ElastiCache|OpenSearchService|Kinesis|SecretsManager)::/;
    const types = new Set(template.resources.map(({ type }) => type).filter((type) => stores.test(type)));
    expect([...types].toSorted()).toEqual([
      'AWS::DynamoDB::Table',
      'AWS::S3::Bucket',
      'AWS::S3::BucketPolicy',
      'AWS::SNS::Topic',
      'AWS::SNS::TopicPolicy',
      'AWS::SQS::Queue',
      'AWS::SQS::QueuePolicy',
      'AWS::SecretsManager::Secret',
    ]);
  });
});

/** Whether a resource policy denies every action without TLS to everybody. */
function refusesPlainHttp(document: Parameters<typeof object>[0]): boolean {
  return list(object(document).Statement)
    .map(object)
    .some(
      ({ Effect, Condition, Principal }) =>
        Effect === 'Deny' &&
        object(object(Condition).Bool)['aws:SecureTransport'] === 'false' &&
        (Principal === '*' || object(Principal).AWS === '*'),
    );
}
