import { Stack } from 'aws-cdk-lib/core';
import { CfnIntegration, CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { HouseFunction } from './house-function.ts';

export interface FunctionRoutesProps {
  readonly apiId: string;
  readonly of: HouseFunction;
  /** Route keys (`GET /api/v1/connections`, `$default`) by a name that stays: the operation id. */
  readonly routes: ReadonlyMap<string, string>;
}

/**
 * The routes of one function with ONE integration and ONE permission. The library's own integration makes a permission
 * per route, which outgrows the function's policy (20 KB), or one for three path segments, which `$default` has not.
 */
export class FunctionRoutes extends Construct {
  constructor(scope: Construct, { apiId, of, routes }: FunctionRoutesProps) {
    super(scope, `${of.name}-routes`);
    const integration = new CfnIntegration(this, 'Integration', {
      apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: of.arn,
      payloadFormatVersion: '2.0',
      timeoutInMillis: 30_000,
    });
    of.lambda.addPermission('Api', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn({ service: 'execute-api', resource: apiId, resourceName: '*/*' }),
    });
    for (const [name, routeKey] of routes) {
      new CfnRoute(this, name, {
        apiId,
        routeKey,
        authorizationType: 'NONE',
        target: `integrations/${integration.ref}`,
      });
    }
  }
}
