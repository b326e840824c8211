import { ACCOUNT, AwsError, REGION, type Permission } from '../aws/service.ts';
import type { RequestContext } from './conditions.ts';
import { tableKeyPermission } from './encryption.ts';
import { evaluate, type CompiledStatement } from './policy.ts';

/** The principal of tools and tests: not bound by any policy. */
export const ROOT = 'root';

export interface Role {
  readonly arn: string;
  readonly statements: readonly CompiledStatement[];
  /** Services that its trust policy lets assume it. */
  readonly trust: readonly CompiledStatement[];
}

/** What the template's policies allow; the rules are those of one account (IAM, "Policy evaluation logic"). */
export interface Access {
  /** The principal behind an access key id. */
  principalOf(accessKeyId: string): string | undefined;
  /** Throws AccessDeniedException in AWS's words for the first permission that is missing. */
  check(principal: string, permissions: readonly Permission[]): void;
  allows(principal: string, permission: Permission): boolean;
  /** Whether an AWS service may act on a resource by the resource's own policy; `sourceArn` is who it acts for. */
  serviceAllows(service: string, request: Permission & { readonly sourceArn: string }): boolean;
  /** Whether a service may assume the role of a principal. */
  trusts(principal: string, service: string): boolean;
}

/** Memoised answers; object keys are endless, so the memo starts anew at this size. */
const MEMO_SIZE = 20_000;

/** The context of a request inside the laptop: as if it came over TLS, which nothing here needs. */
const BASE_CONTEXT: RequestContext = {
  'aws:securetransport': 'true',
  'aws:principalaccount': ACCOUNT,
  'kms:calleraccount': ACCOUNT,
  'aws:resourceaccount': ACCOUNT,
  'aws:requestedregion': REGION,
};

/**
 * Evaluates the compiled policies.
 * - `principals`: principal -> role; a function's principal is `ROLE/FUNCTION`, as the session of an assumed role;
 * - `accessKeys`: access key id -> principal;
 * - `resourcePolicies`: ARN -> statements of its policy;
 * - `keyOf`: ARN of an encrypted resource -> ARN of its key.
 */
export function createAccess(options: {
  readonly principals: ReadonlyMap<string, Role>;
  readonly accessKeys: ReadonlyMap<string, string>;
  readonly resourcePolicies: ReadonlyMap<string, readonly CompiledStatement[]>;
  readonly keyOf: ReadonlyMap<string, string>;
  readonly log: (message: string) => void;
}): Access {
  const { principals, accessKeys, resourcePolicies, keyOf, log } = options;
  const memo = new Map<string, boolean>();

  const policyOf = (resource: string) =>
    resourcePolicies.get(resource) ?? resourcePolicies.get(resource.split('/', 1)[0] ?? '') ?? [];

  const decide = (role: Role, permission: Permission, context: RequestContext): boolean => {
    const request = { ...permission, context, caller: { role: role.arn } };
    const identity = evaluate(role.statements, request);
    const policy = policyOf(permission.resource);
    const resource = evaluate(policy, request);
    if (identity === 'Deny' || resource === 'Deny') return false;
    if (resource === 'Allow') return true;
    if (identity !== 'Allow') return false;
    // A key's policy must hand the decision to the account, or roles' own policies do not count (KMS, "Key policies").
    if (!permission.action.startsWith('kms:') || policy.length === 0) return true;
    return evaluate(policy, { ...request, caller: { account: ACCOUNT } }) === 'Allow';
  };

  /** `via`: the service that uses a key in the caller's name, e.g. `s3`. */
  const allows = (principal: string, permission: Permission, via?: string): boolean => {
    if (principal === ROOT) return true;
    const role = principals.get(principal);
    if (!role) return false;
    const own = permission.context === undefined ? '' : JSON.stringify(permission.context);
    const question = `${principal} ${permission.action} ${permission.resource} ${via ?? ''}${own}`;
    const known = memo.get(question);
    if (known !== undefined) return known;
    const context = {
      ...BASE_CONTEXT,
      ...permission.context,
      ...(via !== undefined && { 'kms:viaservice': viaService(via) }),
    };
    const implied = tableKeyPermission(permission, keyOf);
    const answer =
      decide(role, permission, context) && (implied === undefined || allows(principal, implied, 'dynamodb'));
    if (memo.size >= MEMO_SIZE) memo.clear();
    memo.set(question, answer);
    return answer;
  };

  return {
    principalOf: (accessKeyId) => accessKeys.get(accessKeyId),
    allows: (principal, permission) => allows(principal, permission),
    check(principal, permissions) {
      const [first] = permissions;
      const caller = first && serviceOf(first);
      const missing = permissions.find((permission) => {
        const via = serviceOf(permission) === 'kms' && caller !== 'kms' ? caller : undefined;
        return !allows(principal, permission, via);
      });
      if (!missing) return;
      const who = `User: arn:aws:sts::${ACCOUNT}:assumed-role/${principal}`;
      const what = `is not authorized to perform: ${missing.action} on resource: ${missing.resource}`;
      log(`iam: ${who} ${what}`);
      throw new AwsError('AccessDeniedException', `${who} ${what} because no policy allows it`);
    },
    serviceAllows(service, { action, resource, sourceArn }) {
      const context = { ...BASE_CONTEXT, 'aws:sourcearn': sourceArn, 'aws:sourceaccount': ACCOUNT };
      return evaluate(policyOf(resource), { action, resource, context, caller: { service } }) === 'Allow';
    },
    trusts(principal, service) {
      const role = principals.get(principal);
      const context = { ...BASE_CONTEXT, 'aws:sourceaccount': ACCOUNT };
      const request = { action: 'sts:AssumeRole', resource: '', context, caller: { service } };
      return role !== undefined && evaluate(role.trust, request) === 'Allow';
    },
  };
}

function serviceOf({ action }: Permission): string {
  return action.slice(0, action.indexOf(':'));
}

function viaService(service: string): string {
  return `${service}.${REGION}.amazonaws.com`;
}
