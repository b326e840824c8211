import { ACCOUNT, REGION } from './aws/service.ts';
import type { Clock } from './aws/clock.ts';
import { gatewayMessage, toAnswer, type GatewayAnswer } from './gateway/answer.ts';
import { isPreflight, PREFLIGHT_ANSWER, withCors, type CorsConfiguration } from './gateway/cors.ts';
import { createRouter, type Route, type RouteMatch } from './gateway/routes.ts';
import { toEvent, type GatewayRequest } from './gateway/request-event.ts';
import { createThrottle, type ThrottleSettings } from './gateway/throttle.ts';
import type { InvocationResult } from './lambda/invocation.ts';

/** An AWS::ApiGatewayV2::Api with its routes and its stage. */
export interface HttpApi {
  readonly apiId: string;
  readonly stage: string;
  readonly routes: readonly Route[];
  readonly cors: CorsConfiguration | undefined;
  readonly throttle: ThrottleSettings | undefined;
}

/** The largest request that an HTTP API takes (API Gateway Developer Guide, "Quotas"). */
export const REQUEST_LIMIT = 10 * 1024 * 1024;

/**
 * The HTTP API of the template. It answers for itself what API Gateway answers for itself: 413, 429, 500, 503, and 404
 * where no route fits.
 * - `permits`: whether the function's policy lets API Gateway invoke it for a route; without it AWS answers 500.
 */
export function createGateway(options: {
  readonly api: HttpApi;
  readonly invoke: (functionArn: string, payload: string) => Promise<InvocationResult>;
  readonly permits: (functionArn: string, sourceArn: string) => boolean;
  readonly newRequestId: () => string;
  readonly clock: Clock;
  readonly log: (message: string) => void;
}): (request: GatewayRequest) => Promise<GatewayAnswer> {
  const { api, invoke, permits, newRequestId, clock, log } = options;
  const { apiId, stage, cors } = api;
  const findRoute = createRouter(api.routes);
  const withinLimits = api.throttle ? createThrottle(api.throttle, clock) : () => true;

  const callFunction = async (request: GatewayRequest, match: RouteMatch<Route>): Promise<GatewayAnswer> => {
    const { functionArn, routeKey, timeoutMs } = match.route;
    if (!permits(functionArn, sourceArn(api, routeKey))) {
      log(
        `gateway: API Gateway may not invoke ${functionArn} for ${routeKey}: the template grants no permission.`,
      );
      return gatewayMessage(500, 'Internal Server Error');
    }
    const event = toEvent({ request, match, apiId, stage, requestId: newRequestId(), now: clock.now() });
    const timeout = Promise.withResolvers<undefined>();
    const cancel = clock.after(timeoutMs, () => timeout.resolve(undefined));
    try {
      const result = await Promise.race([invoke(functionArn, JSON.stringify(event)), timeout.promise]);
      if (result) return toAnswer(result);
      log(`gateway: ${functionArn} did not answer ${routeKey} within ${timeoutMs} ms.`);
      return gatewayMessage(503, 'Service Unavailable');
    } catch (error) {
      log(`gateway: ${routeKey} failed: ${String(error)}`);
      return gatewayMessage(500, 'Internal Server Error');
    } finally {
      cancel();
    }
  };

  const answer = async (request: GatewayRequest): Promise<GatewayAnswer> => {
    if (request.body.length > REQUEST_LIMIT) return gatewayMessage(413, 'Request Too Long');
    if (!withinLimits()) return gatewayMessage(429, 'Too Many Requests');
    const match = findRoute(request.method, request.path);
    // A route that takes OPTIONS, $default included, is called for a preflight too; only without one the gateway answers.
    if (cors && !match && isPreflight(request)) return PREFLIGHT_ANSWER;
    return match ? callFunction(request, match) : gatewayMessage(404, 'Not Found');
  };

  return async (request) => {
    const answered = await answer(request);
    return cors ? withCors(cors, request, answered) : answered;
  };
}

/** Whom a Lambda permission names as the source: `arn:…:API/STAGE/METHOD/path`, with the path as in the route key. */
function sourceArn(api: HttpApi, routeKey: string): string {
  const [method = '', path = ''] = routeKey.split(' ');
  const route = path === '' ? routeKey : `${method === 'ANY' ? '*' : method}${path}`;
  return `arn:aws:execute-api:${REGION}:${ACCOUNT}:${api.apiId}/${api.stage}/${route}`;
}
