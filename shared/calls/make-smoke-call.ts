import { bindingFor } from '../domain/binding.ts';
import type { Operation, Parameter } from '../domain/catalogue.ts';
import type { JsonObject } from '../domain/json.ts';
import { typesOf } from '../domain/schema-view.ts';
import { makeCall, type CallerPorts, type MadeCall } from './make-call.ts';
import type { OpenConnection } from './open-connection.ts';
import { signCall } from './sign-call.ts';

/** How APIs name the size of a page. */
const PAGE_SIZES = new Set(['limit', 'pagesize', 'perpage', 'size', 'maxresults', 'count', 'top', 'first']);

/** Calls an operation that needs no input, and asks for as little as its document lets it. Throws as `makeCall` does. */
export async function makeSmokeCall({
  opened,
  operation,
  userId,
  timeoutMs,
  ports,
}: {
  readonly opened: OpenConnection;
  readonly operation: Operation;
  readonly userId: string;
  readonly timeoutMs: number;
  readonly ports: CallerPorts;
}): Promise<MadeCall> {
  const { connection } = opened;
  const { method, path } = operation;
  const { baseUrl, specHash = '' } = connection;
  const binding = bindingFor({ operation, baseUrl, specHash });
  const call = signCall({ opened, call: { method, path, binding, values: leastOf(operation) } });
  return makeCall({ call, connection, operation: `${method} ${path}`, userId, timeoutMs, ports });
}

function leastOf({ parameters }: Operation): JsonObject {
  const size = parameters.find(isPageSize);
  if (size === undefined) return {};
  const { minimum } = size.schema;
  return { [size.name]: Math.max(1, typeof minimum === 'number' ? Math.ceil(minimum) : 1) };
}

function isPageSize({ name, in: place, schema }: Parameter): boolean {
  const isNumber = typesOf(schema).some((type) => type === 'integer' || type === 'number');
  const isPlain = schema['enum'] === undefined && schema['exclusiveMinimum'] === undefined;
  return (
    place === 'query' && isNumber && isPlain && PAGE_SIZES.has(name.toLowerCase().replace(/[^a-z]/g, ''))
  );
}
