import * as z from 'zod';
import type { HttpApi } from '../gateway.ts';
import { CorsConfiguration } from '../gateway/cors.ts';
import type { Route } from '../gateway/routes.ts';
import type { ThrottleSettings } from '../gateway/throttle.ts';
import type { ResolvedResource } from '../template/resolved-resource.ts';

const Api = z.looseObject({
  ProtocolType: z.literal('HTTP'),
  CorsConfiguration: CorsConfiguration.optional(),
  Body: z.undefined().optional(),
});

const Stage = z.looseObject({
  StageName: z.string(),
  DefaultRouteSettings: z
    .looseObject({
      ThrottlingRateLimit: z.coerce.number().optional(),
      ThrottlingBurstLimit: z.coerce.number().optional(),
    })
    .optional(),
});

const Integration = z.looseObject({
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
  TimeoutInMillis: z.coerce.number().int().default(30_000),
});

const RouteProperties = z.looseObject({
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.literal('NONE').optional(),
});

/** The template's one HTTP API; throws where there is none or more, or where it uses what the laptop does not serve. */
export function readHttpApi(resources: readonly ResolvedResource[]): HttpApi {
  const api = onlyOne(resources, 'AWS::ApiGatewayV2::Api');
  const stage = onlyOne(resources, 'AWS::ApiGatewayV2::Stage');
  const { CorsConfiguration: cors } = parse(Api, api);
  const { StageName, DefaultRouteSettings } = parse(Stage, stage);
  if (StageName !== '$default')
    throw new Error(`The laptop cloud serves the stage $default only, not ${StageName}.`);
  const integrations = new Map(
    resources
      .filter(({ type }) => type === 'AWS::ApiGatewayV2::Integration')
      .map((integration) => [`integrations/${String(integration.ref)}`, parse(Integration, integration)]),
  );
  const routes = resources
    .filter(({ type }) => type === 'AWS::ApiGatewayV2::Route')
    .map((route): Route => {
      const { RouteKey, Target } = parse(RouteProperties, route);
      const integration = integrations.get(Target);
      if (!integration) throw new Error(`The route ${RouteKey} has no integration.`);
      return {
        routeKey: RouteKey,
        functionArn: functionArn(integration.IntegrationUri),
        timeoutMs: integration.TimeoutInMillis,
      };
    });
  return {
    apiId: String(api.ref),
    stage: StageName,
    routes,
    cors,
    throttle: throttleOf(DefaultRouteSettings),
  };
}

function throttleOf(settings: z.infer<typeof Stage>['DefaultRouteSettings']): ThrottleSettings | undefined {
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = settings ?? {};
  return rate === undefined || burst === undefined ? undefined : { rate, burst };
}

/** A function's ARN, or the longer form `arn:…:apigateway:…/functions/ARN/invocations`. */
function functionArn(uri: string): string {
  return /\/functions\/(arn:[^/]+)\/invocations$/u.exec(uri)?.[1] ?? uri;
}

function onlyOne(resources: readonly ResolvedResource[], type: string): ResolvedResource {
  const [found, ...more] = resources.filter((resource) => resource.type === type);
  if (!found || more.length > 0) throw new Error(`The laptop cloud serves exactly one ${type}.`);
  return found;
}

function parse<T extends z.ZodType>(schema: T, resource: ResolvedResource): z.infer<T> {
  const parsed = schema.safeParse(resource.properties);
  if (!parsed.success)
    throw new Error(`The laptop cloud cannot serve ${resource.key}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
