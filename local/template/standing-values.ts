import { ACCOUNT, REGION } from '../aws/service.ts';
import type { Resource } from './assembly.ts';
import { shortHash } from './physical-name.ts';

/** What `Ref` and `Fn::GetAtt` give. */
export interface Values {
  readonly ref: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
}

type Describe = (about: {
  readonly name: string;
  readonly resource: Resource;
  readonly publicUrl: string;
}) => Values;

const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
const named = (service: string, prefix: string): Describe => {
  return ({ name }) => ({ ref: name, attributes: { Arn: arn(service, `${prefix}${name}`) } });
};
const byId: Describe = ({ resource }) => {
  const id = shortHash(resource.key, 10);
  return { ref: id, attributes: { Id: id } };
};

/** Types whose values the laptop knows without asking a service; what `Ref` gives is in each type's CloudFormation page. */
const STANDING: Readonly<Record<string, Describe>> = {
  'AWS::ApiGatewayV2::Api': ({ resource, publicUrl }) => {
    const apiId = shortHash(resource.key, 10);
    return { ref: apiId, attributes: { ApiId: apiId, ApiEndpoint: publicUrl } };
  },
  'AWS::ApiGatewayV2::Integration': byId,
  'AWS::ApiGatewayV2::Route': byId,
  'AWS::CloudFront::Distribution': ({ resource, publicUrl }) => {
    const id = shortHash(resource.key, 13).toUpperCase();
    const domainName = publicUrl.replace(/^https?:\/\//u, '');
    return {
      ref: id,
      attributes: {
        Id: id,
        DomainName: domainName,
        Arn: `arn:aws:cloudfront::${ACCOUNT}:distribution/${id}`,
      },
    };
  },
  'AWS::CloudFront::Function': ({ name }) => {
    const functionArn = `arn:aws:cloudfront::${ACCOUNT}:function/${name}`;
    return {
      ref: functionArn,
      attributes: { FunctionARN: functionArn, 'FunctionMetadata.FunctionARN': functionArn },
    };
  },
  'AWS::CloudWatch::Alarm': named('cloudwatch', 'alarm:'),
  'AWS::CloudWatch::CompositeAlarm': named('cloudwatch', 'alarm:'),
  'AWS::IAM::Role': ({ name, resource }) => ({
    ref: name,
    attributes: {
      Arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
      RoleId: `AROA${shortHash(resource.key, 17).toUpperCase()}`,
    },
  }),
  'AWS::IAM::ManagedPolicy': ({ name }) => {
    const policyArn = `arn:aws:iam::${ACCOUNT}:policy/${name}`;
    return { ref: policyArn, attributes: { PolicyArn: policyArn } };
  },
  'AWS::Events::Rule': ({ name, resource }) => {
    const bus = resource.properties['EventBusName'];
    const path = typeof bus === 'string' && bus !== 'default' ? `${bus}/${name}` : name;
    return { ref: name, attributes: { Arn: arn('events', `rule/${path}`) } };
  },
  'AWS::Lambda::EventSourceMapping': byId,
  'AWS::Lambda::EventInvokeConfig': byId,
  'AWS::Lambda::Function': named('lambda', 'function:'),
  'AWS::Logs::LogGroup': ({ name }) => ({
    ref: name,
    attributes: { Arn: arn('logs', `log-group:${name}:*`) },
  }),
  'AWS::SNS::Topic': ({ name }) => ({
    ref: arn('sns', name),
    attributes: { TopicArn: arn('sns', name), TopicName: name },
  }),
};

/** Values of a resource that no service of the laptop creates; a type that is not listed has its name and no attribute. */
export function standingValues(about: { name: string; resource: Resource; publicUrl: string }): Values {
  return STANDING[about.resource.type]?.(about) ?? { ref: about.name, attributes: {} };
}
