import type { Operation } from '../domain/catalogue.ts';
import type { ErrorDetail } from '../domain/errors.ts';
import { responseSchemaOf } from '../domain/schema-view.ts';
import type { ApiCallInput, Reverse, ReverseInput } from '../domain/workflow.ts';
import { checkCall, type CheckedApi } from './check-call.ts';
import { effectOf } from './effect.ts';

/**
 * Checks the operation that is to take a step back, as a step of its own would be. Its templates read what the step is
 * given and what it answers, and nothing else. Undefined where the step names none.
 */
export function checkReverse({
  step,
  operation: forward,
  apis,
  path,
}: {
  readonly step: ApiCallInput;
  /** Of the step; undefined where no document describes it. */
  readonly operation: Operation | undefined;
  readonly apis: ReadonlyMap<string, CheckedApi>;
  /** Where the step stands in the request. */
  readonly path: string;
}): Reverse | { readonly errors: readonly ErrorDetail[] } | undefined {
  if (step.compensate === undefined) return undefined;
  const { apiConnectionId = step.apiConnectionId, parameters = {}, ...wanted } = step.compensate;
  const at = `${path}.compensate`;
  const api = apis.get(apiConnectionId);
  if (api === undefined) {
    const message = `Step "${step.name}": there is no such API connection.`;
    return { errors: [{ path: `${at}.apiConnectionId`, message }] };
  }
  const target = targetOf(wanted, api);
  if (target === undefined) {
    const message = `${api.connection.name} has no operation "${wanted.operationId ?? ''}".`;
    return { errors: [{ path: `${at}.operationId`, message }] };
  }
  const reverses = {
    inputs: Object.keys(step.parameters ?? {}),
    output: forward && responseSchemaOf(forward),
  };
  const { name } = step;
  const call = checkCall({ name, type: 'api_call', apiConnectionId, ...target, parameters }, api, at, {
    done: new Map(),
    all: new Set(),
    context: { reverses },
  });
  if ('errors' in call) return call;
  const { method, endpoint } = target;
  const { operation, binding } = call;
  const catalogue = api.catalogue?.operations;
  return {
    apiConnectionId,
    method,
    endpoint: operation?.path ?? endpoint,
    parameters: call.parameters,
    effect: effectOf({ method, path: endpoint, operation, catalogue }),
    binding,
  };
}

function targetOf(
  { method, endpoint, operationId }: ReverseInput,
  { catalogue }: CheckedApi,
): (Pick<Operation, 'method'> & { readonly endpoint: string }) | undefined {
  if (method !== undefined && endpoint !== undefined) return { method, endpoint };
  const found = catalogue?.operations.find((operation) => operation.operationId === operationId);
  return found && { method: found.method, endpoint: found.path };
}
