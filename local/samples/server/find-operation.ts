import type { SampleOperation } from './operation.ts';
import { RestError } from './rest-error.ts';

/** The operation for a method and path with its path parameters decoded. Throws a RestError: 400, 404 or 405. */
export function findOperation(
  operations: readonly SampleOperation[],
  { method, path }: { readonly method: string; readonly path: string },
): { readonly operation: SampleOperation; readonly params: Readonly<Record<string, string>> } {
  const matches = operations.flatMap((operation) => {
    const params = matchPath(operation.path, path);
    return params === undefined ? [] : [{ operation, params }];
  });
  if (matches.length === 0) {
    throw new RestError({ status: 404, code: 'not_found', message: `There is nothing at ${path}.` });
  }
  const found = matches.find(({ operation }) => operation.method === method.toLowerCase());
  if (found !== undefined) return found;
  const allow = matches.map(({ operation }) => operation.method.toUpperCase()).join(', ');
  throw new RestError({
    status: 405,
    code: 'method_not_allowed',
    message: `${path} takes ${allow}.`,
    headers: { allow },
  });
}

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name === undefined ? part !== value : value === '') return undefined;
    if (name !== undefined) params[name] = decode(value);
  }
  return params;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new RestError({ status: 400, code: 'malformed_path', message: 'The path is not valid.' });
  }
}
