import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Environment } from '../environments.ts';

/** Base of links in mails; empty where the environment has no name of its own. */
export function publicUrl({ domain }: Environment): string {
  return domain === undefined ? '' : `https://${domain.name}`;
}

/** The domain of the sender, which SES has verified. */
export function mailDomain({ mail }: Environment): string {
  const [, domain] = mail.from.split('@');
  if (domain === undefined || domain === '') throw new Error(`The sender ${mail.from} is no mail address.`);
  return domain;
}

/** What SES may be asked to send as: the address, or the domain it is verified by (SES, "Sending authorization"). */
export function senderArns(scope: Construct, environment: Environment): string[] {
  return [mailDomain(environment), environment.mail.from].map((identity) =>
    Stack.of(scope).formatArn({ service: 'ses', resource: 'identity', resourceName: identity }),
  );
}

/** The SSM parameter with the language model's settings. */
export function modelParameter({ name }: Environment): string {
  return `/apiq/${name}/model`;
}

export function modelParameterArn(scope: Construct, environment: Environment): string {
  // A parameter's name starts with the slash that an ARN has there.
  const resourceName = modelParameter(environment).slice(1);
  return Stack.of(scope).formatArn({ service: 'ssm', resource: 'parameter', resourceName });
}
