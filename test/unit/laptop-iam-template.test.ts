import { createAccess } from '../../local/iam/access.ts';
import { compilePolicy } from '../../local/iam/policy.ts';
import { readResourcePolicies } from '../../local/iam/read-resource-policies.ts';
import { readRoles } from '../../local/iam/read-roles.ts';
import type { ResolvedResource } from '../../local/template/resolved-resource.ts';
import { allow, FUNCTION } from '../support/access-under-test.ts';

describe('policies of the template', () => {
  const resource = (type: string, name: string, properties: object): ResolvedResource => ({
    key: `app/${name}`,
    stack: 'app',
    logicalId: name,
    type,
    name,
    ref: name,
    attributes: {},
    properties: { ...properties },
  });
  const trust = {
    Statement: [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
    ],
  };
  const roles = (...resources: readonly ResolvedResource[]) => readRoles({ resources, log: () => {} });

  test('a role has its inline policies, those attached to it and the managed ones', () => {
    const found = roles(
      resource('AWS::IAM::Role', 'R', {
        AssumeRolePolicyDocument: trust,
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
        Policies: [{ PolicyName: 'own', PolicyDocument: { Statement: [allow('a:Own', '*')] } }],
      }),
      resource('AWS::IAM::Policy', 'P', {
        Roles: ['R'],
        PolicyDocument: { Statement: allow('a:Attached', '*') },
      }),
      resource('AWS::IAM::Policy', 'Q', {
        Roles: ['Other'],
        PolicyDocument: { Statement: allow('a:Foreign', '*') },
      }),
    );
    const access = createAccess({
      principals: found,
      accessKeys: new Map(),
      resourcePolicies: new Map(),
      keyOf: new Map(),
      log: () => {},
    });
    const may = (action: string) => access.allows('R', { action, resource: 'x' });
    expect(['a:Own', 'a:Attached', 'logs:PutLogEvents', 'a:Foreign'].map(may)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(access.trusts('R', 'lambda.amazonaws.com')).toBe(true);
    expect(access.trusts('R', 'states.amazonaws.com')).toBe(false);
  });

  test('a managed policy that is not known is refused by name', () => {
    const role = {
      AssumeRolePolicyDocument: trust,
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    };
    expect(() => roles(resource('AWS::IAM::Role', 'R', role))).toThrow('AdministratorAccess');
  });

  test('an element that is not known is refused with the policy it is in', () => {
    const policy = { Statement: [{ ...allow('a:B', '*'), NotPrincipal: '*' }] };
    expect(() => compilePolicy(policy, { where: 'app/P', log: () => {} })).toThrow('app/P');
  });

  test('a Lambda permission allows its service for its source only', () => {
    const policies = readResourcePolicies({
      resources: [
        resource('AWS::Lambda::Permission', 'M', {
          Action: 'lambda:InvokeFunction',
          FunctionName: FUNCTION,
          Principal: 'events.amazonaws.com',
          SourceArn: 'arn:aws:events:us-east-1:000000000000:rule/r',
        }),
      ],
      arnOf: (target) => target,
      log: () => {},
    });
    const access = createAccess({
      principals: new Map(),
      accessKeys: new Map(),
      resourcePolicies: policies,
      keyOf: new Map(),
      log: () => {},
    });
    const may = (rule: string) =>
      access.serviceAllows('events.amazonaws.com', {
        action: 'lambda:InvokeFunction',
        resource: FUNCTION,
        sourceArn: `arn:aws:events:us-east-1:000000000000:rule/${rule}`,
      });
    expect([may('r'), may('other')]).toEqual([true, false]);
  });
});
