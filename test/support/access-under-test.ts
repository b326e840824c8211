import { createAccess, type Role } from '../../local/iam/access.ts';
import { compilePolicy } from '../../local/iam/policy.ts';

export const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:queue';
export const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/T';
export const KEY = 'arn:aws:kms:us-east-1:000000000000:key/k';
export const BUCKET = 'arn:aws:s3:::bucket';
export const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:f';

interface Setup {
  readonly identity?: readonly object[];
  readonly resourcePolicies?: Readonly<Record<string, readonly object[]>>;
  readonly keyOf?: Readonly<Record<string, string>>;
}

/** What one role, `R/f`, may do under the given statements. */
export const accessUnderTest = ({ identity = [], resourcePolicies = {}, keyOf = {} }: Setup = {}) => {
  const logged: string[] = [];
  const log = (message: string) => void logged.push(message);
  const compile = (statements: readonly object[]) =>
    compilePolicy({ Statement: [...statements] }, { where: 'test', log });
  const role: Role = {
    arn: 'arn:aws:iam::000000000000:role/R',
    statements: compile(identity),
    trust: compile([
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
    ]),
  };
  const access = createAccess({
    principals: new Map([['R/f', role]]),
    accessKeys: new Map([['LKIA1', 'R/f']]),
    resourcePolicies: new Map(Object.entries(resourcePolicies).map(([arn, list]) => [arn, compile(list)])),
    keyOf: new Map(Object.entries(keyOf)),
    log,
  });
  return { access, logged };
};

export const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
export const deny = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Deny',
  Action,
  Resource,
  ...more,
});
