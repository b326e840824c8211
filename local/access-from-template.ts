import { ROOT_ACCESS_KEY } from './access-keys.ts';
import { ACCOUNT, REGION } from './aws/service.ts';
import { createAccess, ROOT, type Access, type Role } from './iam/access.ts';
import { readResourcePolicies } from './iam/read-resource-policies.ts';
import { readRoles } from './iam/read-roles.ts';
import { tableKeys } from './provision/encryption-keys.ts';
import type { PrincipalFunction } from './provision/read-functions.ts';
import type { ResolvedResource } from './template/resolved-resource.ts';

/**
 * Access as the template grants it. Throws where a function's role does not trust Lambda, or a function names a role
 * that the template does not define.
 */
export function accessFromTemplate(options: {
  readonly resources: readonly ResolvedResource[];
  readonly functions: readonly PrincipalFunction[];
  readonly log: (message: string) => void;
}): Access {
  const { resources, functions, log } = options;
  const roles = readRoles({ resources, log });
  const principals = new Map<string, Role>(roles);
  const accessKeys = new Map([[ROOT_ACCESS_KEY, ROOT]]);
  for (const { roleName, principal, accessKeyId, definition } of functions) {
    const role = roles.get(roleName);
    if (!role)
      throw new Error(`The function ${definition.name} has a role that the template does not define.`);
    principals.set(principal, role);
    accessKeys.set(accessKeyId, principal);
  }
  const access = createAccess({
    principals,
    accessKeys,
    resourcePolicies: readResourcePolicies({ resources, arnOf: arnFinder(resources), log }),
    keyOf: tableKeys(resources),
    log,
  });
  for (const { principal, definition } of functions) {
    if (!access.trusts(principal, 'lambda.amazonaws.com'))
      throw new Error(`The role of ${definition.name} does not let Lambda assume it.`);
  }
  return access;
}

/** Finds the ARN of what a policy names: a function by name, a queue by URL, a bucket or a bus by name. */
function arnFinder(resources: readonly ResolvedResource[]): (target: string) => string {
  const arns = new Map<string, string>();
  for (const { ref, attributes } of resources) {
    if (typeof ref === 'string' && typeof attributes['Arn'] === 'string') arns.set(ref, attributes['Arn']);
  }
  return (target) => {
    if (target.startsWith('arn:')) return target;
    return arns.get(target) ?? `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${target}`;
  };
}
