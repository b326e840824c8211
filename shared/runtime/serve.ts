import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { RateLimits } from '../api/rate-classes.ts';
import type { Route, RouteGroup } from '../api/route.ts';
import { AppError } from '../domain/errors.ts';
import type { AccountStore, Clock, Ids, Log, RateLimiter, TokenVerifier } from '../ports.ts';
import { answerPreflight } from './http/answer-preflight.ts';
import { authenticate } from './http/authenticate.ts';
import { authorise } from './http/authorise.ts';
import { exchangeOf, findExchange, type Handler, type HttpRequest } from './http/exchange.ts';
import { handle, type AnyHandler } from './http/handle.ts';
import { limitRate } from './http/limit-rate.ts';
import { matchRoute } from './http/match-route.ts';
import { refuse, respond } from './http/respond.ts';
import { validate } from './http/validate.ts';

/** One handler for each route of a group. */
export type Handlers<G extends RouteGroup> = { readonly [Id in keyof G]: Handler<G[Id] & Route> };

/** What the pipeline itself needs from outside. */
export interface PipelinePorts {
  readonly accounts: AccountStore;
  readonly verifier: TokenVerifier;
  readonly limiter: RateLimiter;
  readonly limits: RateLimits;
  /** What the front door proves itself with; empty: there is none. */
  readonly originToken: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * The Lambda handler of a group of routes. Its stages, in this order: match the route, authenticate, limit the rate,
 * authorise, validate, handle (with the audit record in the handler's transaction), answer in the envelope. This is
 * the only place where an error becomes an HTTP answer.
 */
export function serve<G extends RouteGroup>({
  routes,
  handlers,
  ports,
}: {
  routes: G;
  handlers: Handlers<G>;
  ports: PipelinePorts;
}): HttpHandler {
  const { clock, log, ids } = ports;
  const now = () => new Date(clock.now()).toISOString();
  // Each handler was typed against its own route; from here on the pipeline treats them alike.
  const anyHandlers = handlers as unknown as Readonly<Record<string, AnyHandler>>;

  const finish = ({ event, response, error }: HttpRequest): void => {
    const exchange = findExchange(event);
    const fields = {
      requestId: event.requestContext.requestId,
      operationId: exchange?.operationId,
      status: response?.statusCode,
      ms: exchange === undefined ? undefined : clock.now() - exchange.startedAt,
      tenantId: exchange?.caller?.tenantId,
      userId: exchange?.caller?.userId,
    };
    const expected = error instanceof AppError && error.status < 500;
    if (error === undefined || error === null || expected)
      log.info('request', { ...fields, code: error?.name });
    else log.error('request failed', { ...fields, error });
  };

  const pipeline = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>({
    timeoutEarlyInMillis: 500,
    timeoutEarlyResponse: () => {
      throw new AppError('SERVICE_UNAVAILABLE', 'This took too long. Try again.', { retryAfter: 5 });
    },
  })
    .before(answerPreflight)
    .before(matchRoute({ routes, clock, originToken: ports.originToken }))
    .before(authenticate(ports))
    .before(limitRate(ports))
    .before(authorise)
    .before(validate)
    .after(finish)
    .onError((request: HttpRequest) => {
      const { event, error } = request;
      const { requestId } = event.requestContext;
      request.response = refuse({ error, exchange: findExchange(event), requestId, now: now() });
      finish(request);
    });
  return pipeline.handler(async (event: APIGatewayProxyEventV2) => {
    const exchange = exchangeOf({ event });
    const output = await handle({ exchange, handlers: anyHandlers, ids });
    return respond({ exchange, output, now: now() });
  });
}
