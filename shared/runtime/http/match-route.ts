import { API_BASE_PATH } from '../../api/routes-base.ts';
import type { Route, RouteGroup } from '../../api/route.ts';
import { AppError } from '../../domain/errors.ts';
import type { Clock } from '../../ports.ts';
import { openExchange, type HttpRequest } from './exchange.ts';
import { clientAddress } from './client-address.ts';

/** Stage 1: finds the route by API Gateway's route key (`POST /api/v1/chat`) and opens the exchange. */
export function matchRoute({
  routes,
  clock,
  originToken,
}: {
  routes: RouteGroup;
  clock: Clock;
  originToken: string;
}) {
  const byKey = new Map<string, { operationId: string; route: Route }>(
    Object.entries(routes).map(([operationId, route]) => [
      `${route.method.toUpperCase()} ${API_BASE_PATH}${route.path}`,
      { operationId, route },
    ]),
  );
  return ({ event }: HttpRequest): void => {
    const match = byKey.get(event.routeKey);
    if (match === undefined) {
      throw new AppError(
        'ROUTE_NOT_FOUND',
        `There is no endpoint ${event.requestContext.http.method} ${event.rawPath}.`,
      );
    }
    const startedAt = clock.now();
    openExchange(event, {
      ...match,
      startedAt,
      facts: {
        requestId: event.requestContext.requestId,
        now: new Date(startedAt).toISOString(),
        accept: event.headers['accept'] ?? '*/*',
        idempotencyKey: event.headers['idempotency-key'],
      },
      ipAddress: clientAddress({ event, originToken }),
      userAgent: (event.headers['user-agent'] ?? '').slice(0, 300),
      caller: undefined,
      rate: undefined,
      input: undefined,
      changed: false,
      said: [],
    });
  };
}
