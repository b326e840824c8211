import { type JsonValue, list, object, string, type Synthesized } from './synthesized.ts';

/** A permission in short: `dynamodb:Query on Table/index/GSI1`. */
export type ShortPermission = string;

/** What the role of each function or state machine is allowed, by the name of the function or machine. */
export function permissionsByUser(template: Synthesized): ReadonlyMap<string, readonly ShortPermission[]> {
  const functions = template.ofType('AWS::Lambda::Function').map(({ properties, stack }) => ({
    name: `function ${nameOf(properties.FunctionName)}`,
    role: `${stack}/${logicalIdOf(properties.Role)}`,
  }));
  const machines = template.ofType('AWS::StepFunctions::StateMachine').map(({ properties, stack }) => ({
    name: `machine ${nameOf(properties.StateMachineName)}`,
    role: `${stack}/${logicalIdOf(properties.RoleArn)}`,
  }));
  return new Map(
    [...functions, ...machines].map(({ name, role }) => [name, permissionsOfRole(template, role)]),
  );
}

/** Every statement of every policy that a role has, inline ones included; a Deny would be listed as such. */
function permissionsOfRole(template: Synthesized, roleId: string): ShortPermission[] {
  const attached = template
    .ofType('AWS::IAM::Policy')
    .filter(({ stack, properties }) =>
      list(properties.Roles).some((role) => `${stack}/${logicalIdOf(role)}` === roleId),
    )
    .map(({ properties }) => properties.PolicyDocument);
  const role = template.resources.find(({ id }) => id === roleId);
  const inline = list(role?.properties.Policies).map((policy) => object(policy).PolicyDocument);
  const managed = list(role?.properties.ManagedPolicyArns).map((arn) => `managed policy ${textOf(arn)}`);
  const statements = [...attached, ...inline]
    .flatMap((document) => list(object(document).Statement))
    .map(object);
  const permissions = statements.flatMap(({ Effect, Action, NotAction, Resource }) =>
    list(Action ?? NotAction).flatMap((action) =>
      list(Resource).map((resource) => {
        const prefix =
          Effect === 'Allow' && NotAction === undefined
            ? ''
            : `${textOf(Effect)} ${NotAction ? 'NotAction ' : ''}`;
        return `${prefix}${textOf(action)} on ${textOf(resource)}`;
      }),
    ),
  );
  return [...permissions, ...managed].toSorted();
}

/** `apiq-local-chat` -> `chat`. */
export function nameOf(value: JsonValue | undefined): string {
  return string(value).replace(/^apiq-[a-z]+-/, '');
}

/** The logical id of a `Ref`, a `GetAtt` or an import, without CDK's hash: `Table`, `Watchdog/Queue` -> `WatchdogQueue`. */
export function textOf(value: JsonValue | undefined): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const intrinsic = object(value);
  if (intrinsic['Fn::ImportValue'] !== undefined) return fromExport(string(intrinsic['Fn::ImportValue']));
  if (intrinsic['Fn::Join'] !== undefined) return list(list(intrinsic['Fn::Join'])[1]).map(textOf).join('');
  const id = logicalIdOf(value);
  return id.startsWith('AWS::') ? '' : withoutHash(id);
}

export function logicalIdOf(value: JsonValue | undefined): string {
  const { Ref, 'Fn::GetAtt': attribute } = object(value);
  return string(Ref ?? list(attribute)[0]);
}

function fromExport(name: string): string {
  const [, id] = /ExportsOutput(?:FnGetAtt|Ref)(\w+)$/.exec(name) ?? [];
  return withoutHash(id ?? name);
}

/** CDK ends a logical id with eight hexadecimal digits; an export goes on with the attribute and a hash of its own. */
function withoutHash(id: string): string {
  return /^(.+?)[0-9A-F]{8}(?:[A-Z][A-Za-z]*[0-9A-F]{8}|[0-9A-F]{8})?$/.exec(id)?.[1] ?? id;
}
