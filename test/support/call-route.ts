import { API_BASE_PATH, allRoutes, type API, type HttpFunctionName } from '../../shared/api/routes.ts';
import type { HttpHandler } from '../../shared/runtime/serve.ts';
import { conformanceFaults } from './conformance.ts';
import { httpEvent, lambdaContext } from './http-event.ts';
import { tokenOf } from './memory-identity.ts';

/** Every operation of the API; a table over it that forgets one does not compile. */
export type OperationId = { [Name in HttpFunctionName]: keyof (typeof API)[Name] & string }[HttpFunctionName];

/** What a request holds beside its route and its caller. */
export interface RouteRequest {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** A string is sent as it stands, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RouteCall extends RouteRequest {
  readonly operationId: OperationId;
  /** Undefined: no token. */
  readonly caller: { readonly userId: string } | undefined;
}

export interface RouteAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The text as JSON; undefined where it is something else. */
  // A test reads members of answers whose shape it checks; `conformanceFaults` has checked the whole.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
  /** Where the answer does not fit the published document. */
  readonly faults: readonly string[];
}

const ROUTES = new Map(allRoutes().map((entry) => [entry.id, entry]));

/** The row of the route table. */
export function routeOf(operationId: string) {
  const entry = ROUTES.get(operationId);
  if (entry === undefined) throw new Error(`${operationId} is not in the route table.`);
  return entry;
}

/** Calls routes by their operation id on the handlers of their functions, as API Gateway would. */
export function routeCaller(handlers: Readonly<Record<HttpFunctionName, HttpHandler>>) {
  return async ({ operationId, caller, params, query, body, headers }: RouteCall): Promise<RouteAnswer> => {
    const { functionName, route } = routeOf(operationId);
    const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(params?.[name] ?? ''),
    );
    const method = route.method.toUpperCase();
    const event = httpEvent({
      route: `${method} ${API_BASE_PATH}${route.path}`,
      path: `${API_BASE_PATH}${path}`,
      ...(params === undefined ? {} : { params: { ...params } }),
      ...(query === undefined ? {} : { query: { ...query } }),
      headers: {
        ...(caller === undefined ? {} : { authorization: `Bearer ${tokenOf(caller.userId)}` }),
        ...headers,
      },
      body,
    });
    const answer = await handlers[functionName](event, lambdaContext());
    const answered = answer.headers ?? {};
    const plain = Object.fromEntries(Object.entries(answered).map(([name, value]) => [name, String(value)]));
    const contentType = plain['content-type'] ?? '';
    const text = answer.body ?? '';
    const parsed: unknown = contentType.includes('json') ? JSON.parse(text) : undefined;
    const status = answer.statusCode ?? 0;
    const faults = conformanceFaults({ method, path, status, contentType, body: parsed });
    return { status, headers: plain, text, body: parsed, faults };
  };
}
