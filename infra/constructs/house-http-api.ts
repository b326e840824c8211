import { Duration, Validations } from 'aws-cdk-lib/core';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { CorsHttpMethod, HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { allRoutes, API_BASE_PATH, type HttpFunctionName } from '../../shared/api/routes.ts';
import type { Route } from '../../shared/api/route.ts';
import { FunctionRoutes } from './function-routes.ts';
import type { HouseFunction } from './house-function.ts';
import { houseLogGroup } from './house-log-group.ts';
import { houseName, type House } from './house.ts';

/** What a browser's script may read of an answer, beside the body. */
const EXPOSED_HEADERS = [
  'retry-after',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'x-request-id',
];

/** The functions that answer HTTP: one for each resource of the route table. */
export type HttpFunctions = Readonly<Record<HttpFunctionName, HouseFunction>>;

/** The HTTP API: a route for each row of the route table; `system` answers whatever is left. */
export class HouseHttpApi extends HttpApi {
  readonly stage: HttpStage;

  constructor(scope: Construct, props: { readonly house: House; readonly functions: HttpFunctions }) {
    const { environment } = props.house;
    super(scope, 'HttpApi', {
      apiName: houseName(environment, 'api'),
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins: [...environment.corsOrigins],
        allowMethods: [
          CorsHttpMethod.GET,
          CorsHttpMethod.POST,
          CorsHttpMethod.PUT,
          CorsHttpMethod.PATCH,
          CorsHttpMethod.DELETE,
        ],
        allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'x-workspace-id'],
        exposeHeaders: EXPOSED_HEADERS,
        maxAge: Duration.hours(1),
      },
    });
    this.addTable(props.functions);
    this.stage = this.addStageWithLog(props.house);
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'The request pipeline authenticates (route table, `auth`), so that a refusal wears the same envelope as every answer; a test walks every route without a token.',
    });
  }

  private addTable(functions: HttpFunctions): void {
    for (const of of Object.values(functions)) {
      const own = allRoutes().filter(({ functionName }) => functionName === of.name);
      const keys = own.map(({ id, route }) => [id, routeKey(route)] as const);
      const routes = new Map<string, string>(
        of === functions.system ? [...keys, ['unrouted', '$default']] : keys,
      );
      new FunctionRoutes(this, { apiId: this.apiId, of, routes });
    }
  }

  private addStageWithLog(house: House): HttpStage {
    const name = `/aws/vendedlogs/http-api/${houseName(house.environment, 'api')}`;
    return new HttpStage(this, 'Stage', {
      httpApi: this,
      stageName: '$default',
      autoDeploy: true,
      throttle: {
        rateLimit: house.environment.throttle.requestsPerSecond,
        burstLimit: house.environment.throttle.burst,
      },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          houseLogGroup(this, 'AccessLog', { environment: house.environment, name }),
        ),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG_FIELDS)),
      },
    });
  }
}

/** A route's key at the gateway: `GET /api/v1/connections/{id}`. */
function routeKey({ method, path }: Route): string {
  return `${method.toUpperCase()} ${API_BASE_PATH}${path}`;
}

/** API Gateway, "Customizing HTTP API access logs". No query string: callers may put secrets there. */
const ACCESS_LOG_FIELDS = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  ip: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  route: '$context.routeKey',
  path: '$context.path',
  status: '$context.status',
  bytes: '$context.responseLength',
  milliseconds: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
};
