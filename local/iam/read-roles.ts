import * as z from 'zod';
import { ACCOUNT } from '../aws/service.ts';
import type { ResolvedResource } from '../template/resolved-resource.ts';
import type { Role } from './access.ts';
import { managedPolicy } from './managed-policies.ts';
import { compilePolicy, type CompiledStatement } from './policy.ts';

const RoleProperties = z.looseObject({
  AssumeRolePolicyDocument: z.unknown(),
  ManagedPolicyArns: z.array(z.string()).optional(),
  Policies: z.array(z.looseObject({ PolicyDocument: z.unknown() })).optional(),
  PermissionsBoundary: z.undefined().optional(),
});

const PolicyProperties = z.looseObject({
  PolicyDocument: z.unknown(),
  /** Role names, which is what `Ref` of a role gives. */
  Roles: z.array(z.string()).optional(),
});

export function roleArn(name: string): string {
  return `arn:aws:iam::${ACCOUNT}:role/${name}`;
}

/**
 * The template's roles by name, with everything attached to them: inline policies, AWS::IAM::Policy,
 * AWS::IAM::ManagedPolicy and the AWS managed policies that the laptop knows. Throws for a permissions boundary.
 */
export function readRoles(options: {
  readonly resources: readonly ResolvedResource[];
  readonly log: (message: string) => void;
}): ReadonlyMap<string, Role> {
  const { resources, log } = options;
  const attached = new Map<string, CompiledStatement[]>();
  for (const resource of resources) {
    if (resource.type !== 'AWS::IAM::Policy' && resource.type !== 'AWS::IAM::ManagedPolicy') continue;
    const { PolicyDocument, Roles = [] } = PolicyProperties.parse(resource.properties);
    const statements = compilePolicy(PolicyDocument, { where: resource.key, log });
    for (const role of Roles) attached.set(role, [...(attached.get(role) ?? []), ...statements]);
  }
  const own = resources
    .filter(({ type }) => type === 'AWS::IAM::ManagedPolicy')
    .map(({ ref }) => String(ref));
  return new Map(
    resources
      .filter(({ type }) => type === 'AWS::IAM::Role')
      .map((resource): [string, Role] => {
        const properties = RoleProperties.parse(resource.properties);
        const managed = (properties.ManagedPolicyArns ?? []).filter((arn) => !own.includes(arn));
        const documents = [
          ...(properties.Policies ?? []).map((policy) => policy.PolicyDocument),
          ...managed.map(managedPolicy),
        ];
        const compile = (document: unknown) => compilePolicy(document, { where: resource.key, log });
        const role = {
          arn: roleArn(resource.name),
          statements: [...documents.flatMap(compile), ...(attached.get(resource.name) ?? [])],
          trust: compile(properties.AssumeRolePolicyDocument),
        };
        return [resource.name, role];
      }),
  );
}
