import { Aws, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { GSI1, GSI2, PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE } from '../../shared/aws/table.ts';
import type { ExportedBucket } from '../constructs/allow.ts';
import { houseName, type House } from '../constructs/house.ts';

/** What the product remembers: the table, the bucket for what is too large for it, and the key of both. */
export class DataStack extends Stack {
  readonly key: Key;
  readonly table: Table;
  readonly bucket: Bucket;
  /** The bucket, for permissions in other stacks. */
  readonly objects: ExportedBucket;

  constructor(scope: Construct, house: House) {
    super(scope, houseName(house.environment, 'data'));
    const { keepData } = house.environment;
    const removalPolicy = keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    this.key = new Key(this, 'Key', {
      description: 'Table, bucket, alarms and the envelopes of credentials',
      enableKeyRotation: true,
      removalPolicy,
    });
    for (const statement of useThroughServices()) this.key.addToResourcePolicy(statement);

    this.table = new Table(this, 'Table', {
      partitionKey: { name: PARTITION_KEY, type: AttributeType.STRING },
      sortKey: { name: SORT_KEY, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      stream: StreamViewType.NEW_IMAGE,
      timeToLiveAttribute: TTL_ATTRIBUTE,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      deletionProtection: keepData,
      removalPolicy,
    });
    for (const { indexName, partitionKey, sortKey } of [GSI1, GSI2]) {
      this.table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: partitionKey, type: AttributeType.STRING },
        sortKey: { name: sortKey, type: AttributeType.STRING },
        projectionType: ProjectionType.KEYS_ONLY,
      });
    }

    // Objects are written once under a hash or an id of their own, so older versions of them do not exist.
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      // A page puts a document to its presigned URL itself; nothing else of the bucket is for browsers.
      cors: [
        {
          allowedOrigins: [...house.environment.corsOrigins],
          allowedMethods: [HttpMethods.PUT],
          allowedHeaders: ['content-type'],
          exposedHeaders: ['ETag'],
          maxAge: Duration.hours(1).toSeconds(),
        },
      ],
      lifecycleRules: [
        { id: 'unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
        { id: 'uploads', prefix: 'uploads/', expiration: Duration.days(1) },
        // Later than their rows in the table.
        { id: 'documents', prefix: 'documents/', expiration: Duration.days(8) },
        { id: 'changes', prefix: 'changes/', expiration: Duration.days(400) },
      ],
      removalPolicy,
    });
    this.objects = { bucketArn: this.bucket.bucketArn, exportName: this.exportNameOf(this.bucket.bucketArn) };
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Only functions of this app may reach the bucket, and its objects are named by hash or run; data events of CloudTrail, where an account wants them, say more than server access logs.',
    });
  }

  /** Exports a value now, under the name that other stacks will import it by. */
  private exportNameOf(value: string): string {
    const imported: unknown = this.resolve(this.exportValue(value));
    if (typeof imported === 'object' && imported !== null && 'Fn::ImportValue' in imported) {
      return String(imported['Fn::ImportValue']);
    }
    throw new Error('The export of the bucket has no name.');
  }
}

/**
 * Who may use a table or a bucket uses the key through it, as with the keys that AWS manages (DynamoDB, "Encryption at
 * rest usage notes"). So only functions that open envelopes are allowed `kms:Decrypt` themselves.
 */
function useThroughServices(): PolicyStatement[] {
  const actions = [
    'kms:Encrypt',
    'kms:Decrypt',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
    'kms:GenerateDataKey',
    'kms:DescribeKey',
  ];
  return [
    new PolicyStatement({
      sid: 'ThroughTableAndBucket',
      principals: [new AnyPrincipal()],
      actions,
      resources: ['*'],
      conditions: {
        StringEquals: {
          'kms:CallerAccount': Aws.ACCOUNT_ID,
          'kms:ViaService': [`dynamodb.${Aws.REGION}.amazonaws.com`, `s3.${Aws.REGION}.amazonaws.com`],
        },
      },
    }),
    new PolicyStatement({
      sid: 'AlarmsToEncryptedTopic',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  ];
}
