import type { Operation } from '../domain/catalogue.ts';
import { pathNames } from '../domain/binding.ts';
import { AppError } from '../domain/errors.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import { resolveTemplates } from '../domain/templates.ts';
import type { ApiCallStep } from '../domain/workflow.ts';
import { REDACTED } from '../engine/redact.ts';
import type { CheckedApi } from '../planner/check-call.ts';
import type { Write } from './list-writes.ts';

/** The call that takes a write back. Its parameters are values: nothing in them is a template. */
export type ReverseCall = Pick<ApiCallStep, 'apiConnectionId' | 'method' | 'endpoint' | 'parameters'>;

/** The call, or why there is none: a sentence. */
export type FoundReverse = { readonly call: ReverseCall } | { readonly reason: string };

/**
 * The reverse of a write: the one that its step names, else the DELETE of what a POST has made, where the document has it
 * and the answer has the id. Nothing is guessed beyond that.
 */
export function findReverse({
  write: { step, record },
  apis,
}: {
  readonly write: Write;
  readonly apis: ReadonlyMap<string, CheckedApi>;
}): FoundReverse {
  if (step.type !== 'api_call') return { reason: 'Its connector names no action that takes it back.' };
  const found = step.compensate
    ? named(step.compensate, record)
    : deletion({ step, record, api: apis.get(step.apiConnectionId) });
  if ('reason' in found) return found;
  const { apiConnectionId, parameters } = found.call;
  const written = JSON.stringify(parameters);
  if (written.includes(REDACTED))
    return { reason: 'It would need a value that is not kept, since it is a secret.' };
  if (written.includes('{{')) return { reason: 'A value of its answer would be read as a template.' };
  const { baseUrl } = apis.get(apiConnectionId)?.connection ?? {};
  if (apiConnectionId === step.apiConnectionId && originOf(baseUrl) !== originOf(step.binding.baseUrl))
    return { reason: 'Its connection has another address by now, or is gone.' };
  return found;
}

function named(
  { apiConnectionId, method, endpoint, parameters }: ReverseCall,
  { input = {}, output = null }: Write['record'],
): FoundReverse {
  try {
    const values = resolveTemplates(parameters, { input, output, steps: {} });
    // Templates inside an object give an object.
    return { call: { apiConnectionId, method, endpoint, parameters: values as JsonObject } };
  } catch (error) {
    if (error instanceof AppError) return { reason: error.message };
    throw error;
  }
}

function deletion({
  step,
  record: { input, output },
  api,
}: {
  readonly step: ApiCallStep;
  readonly record: Write['record'];
  readonly api: CheckedApi | undefined;
}): FoundReverse {
  if (step.method !== 'POST') return { reason: 'Its step names no reverse operation.' };
  const reverse = api?.catalogue?.operations.find((operation) => isItemOf(operation, step.endpoint));
  if (reverse === undefined)
    return {
      reason: 'Its step names no reverse operation, and the document has no DELETE of what it makes.',
    };
  const names = pathNames(reverse.path);
  const values = names.map(
    (name, at) =>
      [
        name,
        at === names.length - 1 ? (scalarAt(output, name) ?? scalarAt(output, 'id')) : scalarAt(input, name),
      ] as const,
  );
  const missing = values.find(([, value]) => value === undefined);
  if (missing !== undefined) {
    return {
      reason: `${reverse.method} ${reverse.path} needs "${missing[0]}", and the answer does not say it.`,
    };
  }
  const parameters = Object.fromEntries(values.map(([name, value]) => [name, value ?? null]));
  const { apiConnectionId } = step;
  return { call: { apiConnectionId, method: 'DELETE', endpoint: reverse.path, parameters } };
}

/** `DELETE /pets/{petId}` of `/pets`. */
function isItemOf({ method, path }: Operation, collection: string): boolean {
  const base = trimEnd(collection);
  return (
    method === 'DELETE' && path.startsWith(`${base}/`) && /^\/\{[^{}/]+\}\/?$/.test(path.slice(base.length))
  );
}

function scalarAt(value: Json | undefined, name: string): string | number | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const found = Object.entries(value).find(([key]) => key === name)?.[1];
  return (typeof found === 'string' && found !== '') || typeof found === 'number' ? found : undefined;
}

function originOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : URL.parse(url)?.origin;
}

function trimEnd(path: string): string {
  return path.replace(/\/+$/, '');
}
