import { Stack } from 'aws-cdk-lib/core';
import {
  HttpIntegrationType,
  HttpRouteIntegration,
  PayloadFormatVersion,
  type HttpApi,
  type HttpRouteIntegrationConfig,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/**
 * One integration and ONE permission for all routes of a function. The library's own integration gives a permission
 * per route, which outgrows the function's policy (20 KB), or one for `*\/*\/*`, which `$default` does not match.
 */
export class FunctionIntegration extends HttpRouteIntegration {
  private readonly lambda: IFunction;

  constructor(api: HttpApi, name: string, lambda: IFunction) {
    super(name);
    this.lambda = lambda;
    lambda.addPermission('Api', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(api).formatArn({
        service: 'execute-api',
        resource: api.apiId,
        resourceName: '*/*',
      }),
    });
  }

  override bind(): HttpRouteIntegrationConfig {
    return {
      type: HttpIntegrationType.AWS_PROXY,
      uri: this.lambda.functionArn,
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
    };
  }
}
