import type { HttpMethod, Operation } from '../domain/catalogue.ts';
import { HTTP_METHODS } from '../domain/catalogue.ts';
import type { CheckedApi } from '../planner/check.ts';
import type { ArazzoStep } from './document.ts';

/** The operation that a step of Arazzo names. */
export interface FoundOperation {
  readonly api: CheckedApi;
  readonly method: HttpMethod;
  readonly endpoint: string;
  /** Undefined where no document describes it. */
  readonly operation?: Operation | undefined;
}

/** APIs by the names of the source descriptions. */
export type Sources = ReadonlyMap<string, CheckedApi>;

/** Finds the operation of a step by its `operationPath` or `operationId`; a sentence where there is none. */
export function findOperation(
  { operationId, operationPath }: Pick<ArazzoStep, 'operationId' | 'operationPath'>,
  sources: Sources,
): FoundOperation | string {
  if (operationPath !== undefined) return byPath(operationPath, sources);
  if (operationId === undefined) return 'A step names an operationId, an operationPath or a workflowId.';
  const [, source, id = operationId] = /^\$sourceDescriptions\.([^.]+)\.(.+)$/.exec(operationId) ?? [];
  const apis =
    source === undefined ? [...sources.values()] : [sources.get(source)].flatMap((api) => api ?? []);
  const found = apis.flatMap((api) => {
    const operation = api.catalogue?.operations.find((one) => one.operationId === id);
    return operation === undefined ? [] : [{ api, operation }];
  });
  const [first, second] = found;
  if (first === undefined) return `No connected API has an operation "${id}".`;
  if (second !== undefined)
    return `Several APIs have an operation "${id}": name the source, $sourceDescriptions.<name>.${id}.`;
  const { api, operation } = first;
  return { api, operation, method: operation.method, endpoint: operation.path };
}

function byPath(text: string, sources: Sources): FoundOperation | string {
  const match = /^\{?\$sourceDescriptions\.([^.}]+)\.url\}?#\/paths\/([^/]+)(?:\/([a-z]+))?$/i.exec(text);
  const [, source = '', path = '', verb] = match ?? [];
  const api = sources.get(source);
  if (match === null || api === undefined)
    return `"${text.slice(0, 200)}" names no operation of a source description.`;
  const endpoint = decode(path).replaceAll('~1', '/').replaceAll('~0', '~');
  const there = (api.catalogue?.operations ?? []).filter((operation) => operation.path === endpoint);
  const wanted = verb?.toUpperCase() ?? (there.length === 1 ? there[0]?.method : 'GET');
  const method = HTTP_METHODS.find((one) => one === wanted);
  if (method === undefined) return `"${text.slice(0, 200)}" names no HTTP method.`;
  return { api, method, endpoint, operation: there.find((operation) => operation.method === method) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
