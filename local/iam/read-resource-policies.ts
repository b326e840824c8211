import * as z from 'zod';
import type { ResolvedResource } from '../template/resolved-resource.ts';
import { compilePolicy, type CompiledStatement } from './policy.ts';

const Permission = z.looseObject({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});

const QueuePolicy = z.looseObject({ PolicyDocument: z.unknown(), Queues: z.array(z.string()) });
const BucketPolicy = z.looseObject({ PolicyDocument: z.unknown(), Bucket: z.string() });
const BusPolicy = z.looseObject({ EventBusName: z.string().optional(), Statement: z.unknown() });
const Key = z.looseObject({ KeyPolicy: z.unknown() });

/**
 * The policies that resources carry themselves, by the resource's ARN: Lambda permissions, queue, bucket and event bus
 * policies, key policies.
 */
export function readResourcePolicies(options: {
  readonly resources: readonly ResolvedResource[];
  /** The ARN of a function by its name or ARN, of a queue by its URL, of a bucket or a bus by its name. */
  readonly arnOf: (target: string) => string;
  readonly log: (message: string) => void;
}): ReadonlyMap<string, readonly CompiledStatement[]> {
  const { resources, arnOf, log } = options;
  const policies = new Map<string, CompiledStatement[]>();
  const add = (arn: string, document: unknown, where: string) => {
    policies.set(arn, [...(policies.get(arn) ?? []), ...compilePolicy(document, { where, log })]);
  };
  for (const { type, key, properties, attributes } of resources) {
    switch (type) {
      case 'AWS::Lambda::Permission': {
        const permission = Permission.parse(properties);
        const arn = arnOf(permission.FunctionName);
        add(arn, { Statement: permissionStatement(permission, arn) }, key);
        break;
      }
      case 'AWS::SQS::QueuePolicy': {
        const { Queues, PolicyDocument } = QueuePolicy.parse(properties);
        for (const queue of Queues) add(arnOf(queue), PolicyDocument, key);
        break;
      }
      case 'AWS::S3::BucketPolicy': {
        const { Bucket, PolicyDocument } = BucketPolicy.parse(properties);
        add(arnOf(Bucket), PolicyDocument, key);
        break;
      }
      case 'AWS::Events::EventBusPolicy': {
        const { EventBusName = 'default', Statement } = BusPolicy.parse(properties);
        add(arnOf(EventBusName), { Statement }, key);
        break;
      }
      case 'AWS::KMS::Key': {
        const { KeyPolicy } = Key.parse(properties);
        if (KeyPolicy !== undefined) add(String(attributes['Arn']), KeyPolicy, key);
        break;
      }
      default:
    }
  }
  return policies;
}

function permissionStatement(permission: z.infer<typeof Permission>, arn: string): object {
  const { Action, Principal, SourceArn, SourceAccount } = permission;
  return {
    Effect: 'Allow',
    Action,
    Resource: arn,
    Principal: Principal.includes('.amazonaws.com') ? { Service: Principal } : { AWS: Principal },
    Condition: {
      ...(SourceArn !== undefined && { ArnLike: { 'aws:SourceArn': SourceArn } }),
      ...(SourceAccount !== undefined && { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
    },
  };
}
