import { readFileSync } from 'node:fs';
import { Aws, Validations } from 'aws-cdk-lib/core';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Construct } from 'constructs';
import { houseName, type House } from './house.ts';

export interface FrontDoorProps {
  readonly house: House;
  readonly apiId: string;
  /** Tells the functions that a request came this way. */
  readonly originToken: string;
}

/** The public address: TLS, the current version for paths without one, security headers on what the gateway says itself. */
export class FrontDoor extends Construct {
  readonly distribution: Distribution;

  constructor(scope: Construct, props: FrontDoorProps) {
    super(scope, 'FrontDoor');
    const { environment } = props.house;
    const rewrite = new EdgeFunction(this, 'Rewrite', {
      functionName: houseName(environment, 'front-door'),
      code: FunctionCode.fromInline(readFileSync(new URL('../front-door.js', import.meta.url), 'utf8')),
      runtime: FunctionRuntime.JS_2_0,
    });
    this.distribution = new Distribution(this, 'Distribution', {
      comment: houseName(environment, 'front-door'),
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      ...this.nameOf(props.house),
      defaultBehavior: {
        origin: new HttpOrigin(`${props.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`, {
          customHeaders: { 'x-origin-token': props.originToken },
        }),
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        // The gateway finds an API by its Host header, so the viewer's own must not pass.
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        functionAssociations: [{ function: rewrite, eventType: FunctionEventType.VIEWER_REQUEST }],
      },
    });
    acknowledgeFindings(this.distribution, environment.domain !== undefined);
  }

  private nameOf({ environment: { domain } }: House) {
    if (domain === undefined) return {};
    return {
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      domainNames: [domain.name],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
    };
  }
}

function acknowledgeFindings(distribution: Distribution, hasDomain: boolean): void {
  const found = [
    { id: 'AwsSolutions-CFR1', reason: 'The API serves callers from every country.' },
    {
      id: 'AwsSolutions-CFR2',
      reason:
        'Every request passes the stage throttle and the rate classes of the pipeline; a web ACL has to live in us-east-1, which these region-agnostic stacks cannot promise.',
    },
    {
      id: 'AwsSolutions-CFR3',
      reason: 'Nothing is cached, so the access log of the HTTP API has every request.',
    },
  ];
  const ofDefaultName = {
    id: 'AwsSolutions-CFR4',
    reason:
      'The certificate of cloudfront.net fixes its own minimum; TLS 1.2 holds as soon as the environment has a domain.',
  };
  Validations.of(distribution).acknowledge(...found, ...(hasDomain ? [] : [ofDefaultName]));
}
