import { Duration, Validations } from 'aws-cdk-lib/core';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { allRoutes, API_BASE_PATH, type HttpFunctionName } from '../../shared/api/routes.ts';
import type { RouteMethod } from '../../shared/api/route.ts';
import { FunctionIntegration } from './function-integration.ts';
import type { HouseFunction } from './house-function.ts';
import { houseLogGroup } from './house-log-group.ts';
import { houseName, type House } from './house.ts';

const METHODS: Readonly<Record<RouteMethod, HttpMethod>> = {
  get: HttpMethod.GET,
  post: HttpMethod.POST,
  put: HttpMethod.PUT,
  patch: HttpMethod.PATCH,
  delete: HttpMethod.DELETE,
};

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
    // Object.entries of a record gives its own keys.
    const entries = Object.entries(functions) as [HttpFunctionName, HouseFunction][];
    const integrations = new Map(
      entries.map(([name, { lambda }]) => [name, new FunctionIntegration(this, name, lambda)]),
    );
    const integrationOf = (name: HttpFunctionName) => {
      const integration = integrations.get(name);
      if (!integration) throw new Error(`No function serves the routes of ${name}.`);
      return integration;
    };
    for (const { functionName, route } of allRoutes()) {
      this.addRoutes({
        path: `${API_BASE_PATH}${route.path}`,
        methods: [METHODS[route.method]],
        integration: integrationOf(functionName),
      });
    }
    new HttpRoute(this, 'Unrouted', {
      httpApi: this,
      routeKey: HttpRouteKey.DEFAULT,
      integration: integrationOf('system'),
    });
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
