/** A route of the HTTP API: `GET /pets/{id}`, `ANY /{proxy+}` or `$default`. */
export interface Route {
  readonly routeKey: string;
  /** The function that answers. */
  readonly functionArn: string;
  /** How long the gateway waits for it. */
  readonly timeoutMs: number;
}

export interface RouteMatch<R extends Route> {
  readonly route: R;
  /** Decoded, by name; a greedy one holds its slashes. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Pattern<R extends Route> {
  readonly route: R;
  readonly method: string;
  readonly segments: readonly Segment[];
}

type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'greedy'; readonly name: string };

const RANK = { literal: 0, parameter: 1, greedy: 2 } as const;

export const DEFAULT_ROUTE = '$default';

/**
 * Finds the route of a request (API Gateway Developer Guide, "Create routes for HTTP APIs"): literal segments win over
 * parameters, these over greedy ones, a method over `ANY`, and `$default` takes the rest. `path` is percent-encoded.
 */
export function createRouter<R extends Route>(
  routes: readonly R[],
): (method: string, path: string) => RouteMatch<R> | undefined {
  const patterns = routes
    .filter(({ routeKey }) => routeKey !== DEFAULT_ROUTE)
    .map((route) => parseRoute(route))
    .toSorted(bySpecificity);
  const fallback = routes.find(({ routeKey }) => routeKey === DEFAULT_ROUTE);
  return (method, path) => {
    const parts = path.split('/').slice(1);
    for (const { route, method: wanted, segments } of patterns) {
      if (wanted !== method && wanted !== 'ANY') continue;
      const pathParameters = matchSegments(segments, parts);
      if (pathParameters) return { route, pathParameters };
    }
    return fallback && { route: fallback, pathParameters: {} };
  };
}

function parseRoute<R extends Route>(route: R): Pattern<R> {
  const [method = '', path = ''] = route.routeKey.split(' ');
  if (!path.startsWith('/')) throw new Error(`The route key ${route.routeKey} is not understood.`);
  const segments = path
    .split('/')
    .slice(1)
    .map((text): Segment => {
      const [, name, greedy] = /^\{([^}+]+)(\+?)\}$/u.exec(text) ?? [];
      if (name === undefined) return { kind: 'literal', text };
      return { kind: greedy ? 'greedy' : 'parameter', name };
    });
  return { route, method, segments };
}

function bySpecificity<R extends Route>(a: Pattern<R>, b: Pattern<R>): number {
  for (let index = 0; index < Math.max(a.segments.length, b.segments.length); index += 1) {
    const [left, right] = [a.segments[index], b.segments[index]];
    if (!left || !right) break;
    const difference = RANK[left.kind] - RANK[right.kind];
    if (difference !== 0) return difference;
  }
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
}

function matchSegments(
  segments: readonly Segment[],
  parts: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index];
    if (part === undefined) return undefined;
    if (segment.kind === 'greedy') {
      const rest = parts.slice(index).join('/');
      if (rest === '') return undefined;
      parameters[segment.name] = decode(rest);
      return parameters;
    }
    if (segment.kind === 'literal') {
      if (decode(part) !== segment.text) return undefined;
      continue;
    }
    if (part === '') return undefined;
    parameters[segment.name] = decode(part);
  }
  return segments.length === parts.length ? parameters : undefined;
}

/** A malformed escape stays as it is. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
