import type * as z from 'zod';
import { AppError, type ErrorDetail } from '../../domain/errors.ts';
import { exchangeOf, type HttpRequest } from './exchange.ts';

/** Stage 5: parses path, query and body. An id that cannot exist answers as one that does not. */
export function validate(request: HttpRequest): void {
  const exchange = exchangeOf(request);
  const { route } = exchange;
  const params = route.params?.safeParse(request.event.pathParameters ?? {});
  if (params?.success === false) {
    throw new AppError(route.errors.find((code) => code.endsWith('_NOT_FOUND')) ?? 'RESOURCE_NOT_FOUND');
  }
  const query = route.query?.safeParse(request.event.queryStringParameters ?? {});
  const body = route.body?.safeParse(parseBody(request.event));
  const details = [...faults('query', query), ...faults('body', body)];
  if (details.length > 0) {
    throw new AppError('VALIDATION_ERROR', sentence(details), { details });
  }
  exchange.input = { params: params?.data, query: query?.data, body: body?.data };
}

function parseBody({
  body,
  isBase64Encoded,
}: {
  body?: string | undefined;
  isBase64Encoded: boolean;
}): unknown {
  if (body === undefined || body === '') return undefined;
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('INVALID_JSON', undefined, { cause: error });
  }
}

function faults(part: string, result: z.ZodSafeParseResult<unknown> | undefined): readonly ErrorDetail[] {
  return (result?.error?.issues ?? [])
    .flatMap(innermost)
    .slice(0, 50)
    .map((issue) => ({
      path: issue.path.reduce<string>(
        (path, key) => (typeof key === 'number' ? `${path}[${key}]` : `${path}.${String(key)}`),
        part,
      ),
      message: issue.message,
    }));
}

/** Of a value that fits none of several forms: the faults of the form that it comes nearest to, in their own places. */
function innermost(issue: z.core.$ZodIssue): readonly Pick<z.core.$ZodIssue, 'code' | 'path' | 'message'>[] {
  if (issue.code !== 'invalid_union') return [issue];
  const [nearest] = issue.errors.toSorted((a, b) => distance(a) - distance(b));
  if (nearest === undefined) return [issue];
  return nearest.flatMap(innermost).map(({ code, path, message }) => ({
    code,
    path: [...issue.path, ...path],
    // Credentials are such forms: a name that nobody knows may be a secret in the wrong place.
    message: code === 'unrecognized_keys' ? 'There are members that do not belong here.' : message,
  }));
}

/** Members that a form does not have tell more against it than members that are wrong. */
function distance(issues: readonly z.core.$ZodIssue[]): number {
  return issues.reduce((sum, { code }) => sum + (code === 'unrecognized_keys' ? 10 : 1), 0);
}

function sentence(details: readonly ErrorDetail[]): string {
  const [first] = details;
  const more = details.length > 1 ? ` (and ${details.length - 1} more)` : '';
  return first === undefined ? 'The request does not fit.' : `${first.path}: ${first.message}${more}`;
}
