import type { HttpMethod, Operation, Parameter } from './catalogue.ts';
import { propertiesOf, takesOtherMembers, typesOf } from './schema-view.ts';
import type { CallBinding } from './workflow.ts';

/** Headers that a document may name and a caller may never set (OpenAPI 3.1, 4.8.12.1; RFC 9110, 7.6.1). */
const RESERVED_HEADERS = new Set([
  'accept',
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'cookie',
  'host',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Whether a header, in lower case, is one of those. */
export function isTransportHeader(name: string): boolean {
  return RESERVED_HEADERS.has(name);
}

/** The parameters of an operation that a step may set: without the headers that belong to the transport. */
export function callableParameters(operation: Operation): readonly Parameter[] {
  return operation.parameters.filter(
    (parameter) => parameter.in !== 'header' || !RESERVED_HEADERS.has(parameter.name.toLowerCase()),
  );
}

/**
 * How the parameters of a step become the HTTP request of this operation. The members of an object body are
 * parameters of their own; where one of them is named like another parameter, or the body is no object, the parameter
 * `body` is the whole of it.
 */
export function bindingFor({
  operation,
  baseUrl,
  specHash,
}: {
  readonly operation: Operation;
  /** Absolute; the operation's own base wins only on the same origin. */
  readonly baseUrl: string;
  readonly specHash: string;
}): CallBinding {
  const parameters = callableParameters(operation).map((parameter) => ({
    name: parameter.name,
    in: parameter.in,
    ...(parameter.style === undefined ? {} : { style: parameter.style }),
    ...(parameter.explode === undefined ? {} : { explode: parameter.explode }),
  }));
  const base = { baseUrl: ownBase(operation, baseUrl), specHash, parameters };
  const body = operation.requestBody;
  if (!body) return base;
  const taken = new Set(parameters.map((parameter) => parameter.name));
  const members = propertiesOf(body.schema);
  const types = typesOf(body.schema);
  const isObject = types.includes('object') || (types.length === 0 && members.length > 0);
  const fits = isObject && !types.includes('array') && members.every((member) => !taken.has(member.name));
  const mode = fits && (members.length > 0 || takesOtherMembers(body.schema)) ? 'properties' : 'whole';
  return { ...base, body: { contentType: body.contentType, mode } };
}

function ownBase(operation: Operation, baseUrl: string): string {
  if (operation.baseUrl === undefined || !URL.canParse(operation.baseUrl) || !URL.canParse(baseUrl))
    return baseUrl;
  return new URL(operation.baseUrl).origin === new URL(baseUrl).origin
    ? operation.baseUrl.replace(/\/+$/, '')
    : baseUrl;
}

/** The binding of an endpoint that no catalogue describes: names in the path, then the query, or the body as JSON. */
export function bindingByConvention({
  method,
  endpoint,
  names,
  baseUrl,
}: {
  readonly method: HttpMethod;
  readonly endpoint: string;
  readonly names: readonly string[];
  readonly baseUrl: string;
}): CallBinding {
  const inPath = pathNames(endpoint);
  const bodiless =
    method === 'GET' ||
    method === 'DELETE' ||
    method === 'HEAD' ||
    method === 'OPTIONS' ||
    method === 'TRACE';
  const rest = names.filter((name) => !inPath.includes(name));
  return {
    baseUrl,
    specHash: '',
    parameters: [
      ...inPath.map((name) => ({ name, in: 'path' as const })),
      ...(bodiless ? rest.map((name) => ({ name, in: 'query' as const })) : []),
    ],
    ...(bodiless || rest.length === 0
      ? {}
      : { body: { contentType: 'application/json', mode: 'properties' as const } }),
  };
}

/** The names between braces in a path template. */
export function pathNames(path: string): readonly string[] {
  return [...path.matchAll(/\{([^{}/]+)\}/g)].flatMap((match) => match[1] ?? []);
}
