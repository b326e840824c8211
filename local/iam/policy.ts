import * as z from 'zod';
import { compileConditions, type RequestContext } from './conditions.ts';
import { compileWildcard } from './wildcard.ts';

/** Who asks: a role by its ARN, an AWS service such as `events.amazonaws.com`, or the account as `:root` names it. */
export type Caller = { readonly role: string } | { readonly service: string } | { readonly account: string };

/** One question to a policy. */
export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
  readonly caller: Caller;
}

export type Effect = 'Allow' | 'Deny';

/** A statement that is ready to be asked. */
export interface CompiledStatement {
  readonly effect: Effect;
  /** A condition that the laptop cannot evaluate never lets anything through: Allow does not match, Deny does. */
  matches(request: AccessRequest): boolean;
}

const Texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const Principal = z.union([z.literal('*'), z.record(z.string(), Texts)]);

const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: Texts.optional(),
  NotAction: Texts.optional(),
  Resource: Texts.optional(),
  NotResource: Texts.optional(),
  Principal: Principal.optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

const Document = z.looseObject({ Statement: z.union([Statement, z.array(Statement)]) });

/**
 * Compiles a resolved policy document (IAM User Guide, "IAM JSON policy elements reference"). Throws for elements that
 * it does not know (`NotPrincipal`), naming `where`.
 */
export function compilePolicy(
  document: unknown,
  options: { readonly where: string; readonly log: (message: string) => void },
): readonly CompiledStatement[] {
  const parsed = Document.safeParse(document);
  if (!parsed.success)
    throw new Error(`The policy of ${options.where} is not understood: ${z.prettifyError(parsed.error)}`);
  return [parsed.data.Statement].flat().map((statement) => compileStatement(statement, options));
}

function compileStatement(
  statement: z.infer<typeof Statement>,
  { where, log }: { readonly where: string; readonly log: (message: string) => void },
): CompiledStatement {
  const actions = matcher(statement.Action, statement.NotAction, { ignoreCase: true });
  const resources = matcher(statement.Resource, statement.NotResource, {});
  const principals = principalMatcher(statement.Principal);
  const conditions = compileConditions(statement.Condition);
  let told = false;
  return {
    effect: statement.Effect,
    matches(request) {
      if (!actions(request.action) || !resources(request.resource) || !principals(request.caller))
        return false;
      const verdict = conditions(request.context);
      if (verdict !== 'unknown') return verdict;
      if (!told)
        log(
          `iam: a condition in ${where} is not evaluated here; the statement refuses. ${JSON.stringify(statement.Condition)}`,
        );
      told = true;
      return statement.Effect === 'Deny';
    },
  };
}

/** Matches one of the patterns, or none of the negated ones; a statement of a trust policy has no resource. */
function matcher(
  patterns: readonly string[] | undefined,
  negated: readonly string[] | undefined,
  options: { readonly ignoreCase?: boolean },
): (text: string) => boolean {
  const compiled = (patterns ?? negated ?? ['*']).map((pattern) => compileWildcard(pattern, options));
  const some = (text: string) => compiled.some((matches) => matches(text));
  return patterns === undefined && negated !== undefined ? (text) => !some(text) : some;
}

/** Without a Principal the statement belongs to a role. */
function principalMatcher(principal: z.infer<typeof Principal> | undefined): (caller: Caller) => boolean {
  if (principal === undefined || principal === '*') return () => true;
  const services = new Set(principal['Service'] ?? []);
  const arns = principal['AWS'] ?? [];
  return (caller) => {
    if ('service' in caller) return services.has(caller.service);
    if ('account' in caller)
      return arns.some((arn) => arn === caller.account || arn.endsWith(`:${caller.account}:root`));
    return arns.some((arn) => arn === '*' || arn === caller.role);
  };
}

/** The answer of a set of statements: a Deny wins, then an Allow; `undefined` where none speaks of it. */
export function evaluate(
  statements: readonly CompiledStatement[],
  request: AccessRequest,
): Effect | undefined {
  let effect: Effect | undefined;
  for (const statement of statements) {
    if (!statement.matches(request)) continue;
    if (statement.effect === 'Deny') return 'Deny';
    effect = 'Allow';
  }
  return effect;
}
