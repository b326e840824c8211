import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { allRoutes, API, API_BASE_PATH } from '../../shared/api/routes.ts';
import { logicalIdOf, nameOf, textOf } from '../support/permissions-of.ts';
import { list, object, string, synthesized } from '../support/synthesized.ts';

const template = await synthesized();

/** Route key -> the function behind its integration. */
function routedTo(): Map<string, string> {
  const integrations = new Map(
    template
      .ofType('AWS::ApiGatewayV2::Integration')
      .map(({ id, properties }) => [id, properties.IntegrationUri] as const),
  );
  return new Map(
    template.ofType('AWS::ApiGatewayV2::Route').map(({ stack, properties }) => {
      const [, target] = list(list(object(properties.Target)['Fn::Join'])[1]);
      const uri = integrations.get(`${stack}/${logicalIdOf(target)}`);
      return [string(properties.RouteKey), functionNamed(stack, logicalIdOf(uri))] as const;
    }),
  );
}

function functionNamed(stack: string, logicalId: string): string {
  const found = template.resources.find(({ id }) => id === `${stack}/${logicalId}`);
  return nameOf(found?.properties.FunctionName);
}

describe('the routes', () => {
  const routed = routedTo();

  test('are those of the route table, each at its function, and one for the rest', () => {
    const expected = allRoutes().map(
      ({ functionName, route }) =>
        [`${route.method.toUpperCase()} ${API_BASE_PATH}${route.path}`, functionName] as const,
    );
    expect(Object.fromEntries(routed)).toEqual({ ...Object.fromEntries(expected), $default: 'system' });
  });

  test('share one integration and one permission a function, for every route of this API', () => {
    const functions = Object.keys(API).toSorted();
    const integrations = template.ofType('AWS::ApiGatewayV2::Integration');
    const permissions = template
      .ofType('AWS::Lambda::Permission')
      .filter(({ properties }) => properties.Principal === 'apigateway.amazonaws.com');
    expect(
      integrations
        .map(({ stack, properties }) => functionNamed(stack, logicalIdOf(properties.IntegrationUri)))
        .toSorted(),
    ).toEqual(functions);
    expect(
      permissions
        .map(({ stack, properties }) => functionNamed(stack, logicalIdOf(properties.FunctionName)))
        .toSorted(),
    ).toEqual(functions);
    for (const { properties } of permissions)
      expect(textOf(properties.SourceArn)).toBe('arn::execute-api:::HttpApi/*/*');
  });

  test('hand functions the payload that the pipeline reads', () => {
    for (const { properties } of template.ofType('AWS::ApiGatewayV2::Integration')) {
      expect(properties).toMatchObject({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' });
    }
  });
});

describe('the gateway', () => {
  const [stage] = template.ofType('AWS::ApiGatewayV2::Stage');
  const [api] = template.ofType('AWS::ApiGatewayV2::Api');

  test('is throttled and logs every request without its query string', () => {
    const settings = object(stage?.properties.DefaultRouteSettings);
    expect(Number(settings.ThrottlingRateLimit)).toBeGreaterThan(0);
    expect(Number(settings.ThrottlingBurstLimit)).toBeGreaterThan(0);
    const { Format, DestinationArn } = object(stage?.properties.AccessLogSettings);
    expect(textOf(DestinationArn)).toBe('HttpApiAccessLog');
    expect(JSON.parse(string(Format))).toMatchObject({
      requestId: '$context.requestId',
      status: '$context.status',
    });
    expect(string(Format)).not.toMatch(/querystring|authorizer|header/i);
  });

  test('answers preflight requests of the origins that the environment names, and no others', () => {
    const cors = object(api?.properties.CorsConfiguration);
    expect(cors.AllowOrigins).toEqual(['http://localhost:4000', 'http://127.0.0.1:4000']);
    expect(cors.AllowCredentials).toBeUndefined();
    expect(cors.AllowHeaders).toEqual(
      expect.arrayContaining(['authorization', 'content-type', 'x-workspace-id']),
    );
  });
});

describe('the front door', () => {
  const code = readFileSync(new URL('../../infra/front-door.js', import.meta.url), 'utf8');
  const [distribution] = template.ofType('AWS::CloudFront::Distribution');
  const config = object(distribution?.properties.DistributionConfig);

  function answer(uri: string, headers: Record<string, { value: string }> = {}) {
    const event = { viewer: { ip: '203.0.113.7' }, request: { method: 'GET', uri, headers } };
    return runInNewContext(`${code};handler(event)`, { event });
  }

  test('runs the function that is tested here', () => {
    const [edge] = template.ofType('AWS::CloudFront::Function');
    expect(edge?.properties.FunctionCode).toBe(code);
    expect(object(edge?.properties.FunctionConfig).Runtime).toBe('cloudfront-js-2.0');
    const [association] = list(object(config.DefaultCacheBehavior).FunctionAssociations).map(object);
    expect(association?.EventType).toBe('viewer-request');
  });

  test.each([
    ['/api/health', '/api/v1/health'],
    ['/api/v1/health', '/api/v1/health'],
    ['/api/v2/health', '/api/v2/health'],
    ['/api/v10', '/api/v10'],
    ['/api/values', '/api/v1/values'],
    ['/api/v1x/health', '/api/v1/v1x/health'],
    ['/api', '/api/v1'],
    ['/api/', '/api/v1/'],
    ['/apis/health', '/apis/health'],
    ['/docs/api/health', '/docs/api/health'],
  ])('serves %s as %s', (uri, served) => {
    expect(answer(uri).uri).toBe(served);
  });

  test('leads the bare address to the documentation', () => {
    expect(answer('/')).toMatchObject({ statusCode: 302, headers: { location: { value: '/api/docs' } } });
  });

  test("says the viewer's address, whatever the viewer says", () => {
    const { headers } = answer('/api/health', { 'x-viewer-address': { value: '198.51.100.1' } });
    expect(headers['x-viewer-address']).toEqual({ value: '203.0.113.7' });
  });

  test('proves itself to every HTTP function with the same secret, which no template holds', () => {
    const [origin] = list(config.Origins).map(object);
    const [header] = list(origin?.OriginCustomHeaders).map(object);
    expect(header?.HeaderName).toBe('x-origin-token');
    expect(textOf(header?.HeaderValue)).toBe('{{resolve:secretsmanager:OriginTokenSecret:SecretString:::}}');
    const functions = template.ofType('AWS::Lambda::Function').filter(({ properties }) => {
      return Object.hasOwn(API, nameOf(properties.FunctionName));
    });
    expect(functions).toHaveLength(Object.keys(API).length);
    for (const { properties } of functions) {
      expect(object(object(properties.Environment).Variables).ORIGIN_TOKEN).toEqual(header?.HeaderValue);
    }
  });

  test('caches nothing, speaks TLS alone and reaches the gateway by TLS 1.2', () => {
    const behaviour = object(config.DefaultCacheBehavior);
    // The managed policy CachingDisabled (CloudFront, "Use managed cache policies").
    expect(behaviour.CachePolicyId).toBe('4135ea2d-6df8-44a3-9df3-4b5a84be39ad');
    expect(behaviour.ViewerProtocolPolicy).toBe('redirect-to-https');
    const [origin] = list(config.Origins).map(object);
    expect(origin?.CustomOriginConfig).toMatchObject({
      OriginProtocolPolicy: 'https-only',
      OriginSSLProtocols: ['TLSv1.2'],
    });
  });
});
