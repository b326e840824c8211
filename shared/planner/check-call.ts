import { bindingByConvention, bindingFor, callableParameters, pathNames } from '../domain/binding.ts';
import type { Catalogue, JsonSchema, Operation } from '../domain/catalogue.ts';
import type { Connection } from '../domain/connection.ts';
import type { ErrorDetail } from '../domain/errors.ts';
import { isForbiddenKey, type JsonObject } from '../domain/json.ts';
import { propertiesOf, takesOtherMembers } from '../domain/schema-view.ts';
import type { CallBinding } from '../domain/workflow.ts';
import { checkReferences, type StepsSoFar } from './check-references.ts';
import { faultOfValue } from './check-value.ts';
import type { ApiCallInput } from './materialise.ts';
import { nearestName } from './suggest.ts';

/** An API that steps may call; without a catalogue every endpoint of it is taken as written. */
export interface CheckedApi {
  readonly connection: Connection;
  readonly catalogue?: Catalogue | undefined;
}

export type CheckedCall =
  | { readonly binding: CallBinding; readonly operation?: Operation; readonly parameters: JsonObject }
  | { readonly errors: readonly ErrorDetail[] };

interface Target {
  readonly schema: JsonSchema;
  readonly required: boolean;
  readonly place: 'text' | 'json';
}

/** Checks one call against its connection; `path` is where the step stands in the request. */
export function checkCall(step: ApiCallInput, api: CheckedApi, path: string, steps: StepsSoFar): CheckedCall {
  const parameters = step.parameters ?? {};
  const missing = missingDocument(api);
  if (missing !== undefined) return { errors: [{ path: `${path}.apiConnectionId`, message: missing }] };
  if (!api.catalogue) return checkByConvention(step, api.connection, parameters, path, steps);
  const { operations, specHash } = api.catalogue;
  const operation = operations.find(
    (candidate) => candidate.method === step.method && trimEnd(candidate.path) === trimEnd(step.endpoint),
  );
  if (!operation)
    return {
      errors: [{ path: `${path}.endpoint`, message: noSuchOperation(step, api.connection, operations) }],
    };
  const binding = bindingFor({ operation, baseUrl: api.connection.baseUrl, specHash });
  const errors = checkParameters({ operation, binding, parameters, api, path: `${path}.parameters`, steps });
  return errors.length > 0 ? { errors } : { binding, operation, parameters };
}

/** Why nothing can be said yet of an API whose document is to say it. */
function missingDocument({ connection, catalogue }: CheckedApi): string | undefined {
  if (catalogue) return undefined;
  const { name, ingestionStatus, baseUrl } = connection;
  if (ingestionStatus === 'QUEUED' || ingestionStatus === 'RUNNING') {
    return `The document of ${name} is still being read; try again when its ingestionStatus is SUCCEEDED.`;
  }
  return baseUrl === ''
    ? `${name} has no address: its document could not be read. Give it a baseUrl.`
    : undefined;
}

function noSuchOperation(
  step: ApiCallInput,
  connection: Connection,
  operations: readonly Operation[],
): string {
  const written = `${step.method} ${step.endpoint}`;
  const near = nearestName(
    written,
    operations.map((operation) => `${operation.method} ${operation.path}`),
  );
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return `Step "${step.name}": ${connection.name} has no operation ${written}.${hint}`;
}

function checkParameters({
  operation,
  binding,
  parameters,
  api,
  path,
  steps,
}: {
  operation: Operation;
  binding: CallBinding;
  parameters: JsonObject;
  api: CheckedApi;
  path: string;
  steps: StepsSoFar;
}): readonly ErrorDetail[] {
  const { auth } = api.connection;
  const targets = listTargets(operation, binding, parameters);
  for (const parameter of operation.parameters) {
    // The credential fills it; a step that could set it could swap the credential.
    if (auth.type === 'api_key' && parameter.in === auth.in && parameter.name === auth.name)
      targets.delete(parameter.name);
  }
  const errors: ErrorDetail[] = [];
  for (const [name, target] of targets) {
    if (target.required && parameters[name] === undefined) {
      errors.push({
        path: `${path}.${name}`,
        message: `${operation.method} ${operation.path} needs the parameter "${name}".`,
      });
    }
  }
  const open =
    binding.body?.mode === 'properties' &&
    operation.requestBody !== undefined &&
    takesOtherMembers(operation.requestBody.schema);
  for (const [name, value] of Object.entries(parameters)) {
    const target = targets.get(name);
    if (
      !target &&
      (!open || isForbiddenKey(name) || operation.parameters.some((parameter) => parameter.name === name))
    ) {
      const near = nearestName(name, [...targets.keys()]);
      const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
      errors.push({
        path: `${path}.${name}`,
        message: `${operation.method} ${operation.path} takes no parameter "${name}".${hint}`,
      });
      continue;
    }
    const fault = target ? faultOfValue(value, target.schema, target.place) : undefined;
    if (fault !== undefined)
      errors.push({ path: `${path}.${name}`, message: `The parameter "${name}" ${fault}.` });
    errors.push(...checkReferences({ value, schema: target?.schema, path: `${path}.${name}`, steps }));
  }
  return errors;
}

/** Everything that a step may set, by name. */
function listTargets(
  operation: Operation,
  binding: CallBinding,
  parameters: JsonObject,
): Map<string, Target> {
  const targets = new Map<string, Target>();
  for (const parameter of callableParameters(operation)) {
    const required = parameter.required && parameter.schema['default'] === undefined;
    targets.set(parameter.name, {
      schema: parameter.schema,
      required: required || parameter.in === 'path',
      place: 'text',
    });
  }
  const body = operation.requestBody;
  if (!body || !binding.body) return targets;
  if (binding.body.mode === 'whole') {
    targets.set('body', { schema: body.schema, required: body.required, place: 'json' });
    return targets;
  }
  const members = propertiesOf(body.schema).filter((member) => member.schema['readOnly'] !== true);
  const sent = body.required || members.some((member) => parameters[member.name] !== undefined);
  for (const member of members) {
    const required = sent && member.required && member.schema['default'] === undefined;
    targets.set(member.name, {
      schema: member.schema,
      required,
      place: body.contentType.includes('json') ? 'json' : 'text',
    });
  }
  return targets;
}

/** A path on the connection's own origin: no host, no query, no way up. */
const PLAIN_PATH = /^\/(?!\/)[^?#\\\s]*$/;

function checkByConvention(
  step: ApiCallInput,
  connection: Connection,
  parameters: JsonObject,
  path: string,
  steps: StepsSoFar,
): CheckedCall {
  const { method, endpoint } = step;
  const upward = endpoint.split('/').some((part) => /^(?:\.|%2e){1,2}$/i.test(part));
  if (!PLAIN_PATH.test(endpoint) || endpoint.includes('{{') || upward) {
    const message = `The endpoint must be a path such as /items/{id}; values go into the parameters.`;
    return { errors: [{ path: `${path}.endpoint`, message }] };
  }
  const missing = pathNames(endpoint).filter((name) => parameters[name] === undefined);
  const errors: ErrorDetail[] = missing.map((name) => ({
    path: `${path}.parameters.${name}`,
    message: `${method} ${endpoint} needs the parameter "${name}".`,
  }));
  for (const [name, value] of Object.entries(parameters)) {
    errors.push(...checkReferences({ value, path: `${path}.parameters.${name}`, steps }));
  }
  if (errors.length > 0) return { errors };
  const binding = bindingByConvention({
    method,
    endpoint,
    names: Object.keys(parameters),
    baseUrl: connection.baseUrl,
  });
  return { binding, parameters };
}

function trimEnd(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}
