import type { DatabaseSync } from 'node:sqlite';

import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';

import { createCognito } from '../../local/aws/cognito.ts';
import type { CustomMessageEvent } from '../../local/aws/cognito.ts';
import { openState } from '../../local/aws/open-state.ts';
import { startEndpoint } from './start-endpoint.ts';

export const TRIGGER_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:custom-message';

/** As the product's template has them. */
export const POOL_PROPERTIES = {
  UsernameAttributes: ['email'],
  AutoVerifiedAttributes: ['email'],
  MfaConfiguration: 'OFF',
  Policies: {
    PasswordPolicy: {
      MinimumLength: 10,
      RequireLowercase: true,
      RequireUppercase: true,
      RequireNumbers: true,
      RequireSymbols: false,
    },
  },
  LambdaConfig: { CustomMessage: TRIGGER_ARN },
  AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
};

const CLIENT_PROPERTIES = {
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
  AccessTokenValidity: 15,
  TokenValidityUnits: { AccessToken: 'minutes' },
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
  PreventUserExistenceErrors: 'ENABLED',
  EnableTokenRevocation: true,
};

interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A user pool behind the endpoint, with a clock that the test moves and a trigger that answers as the product's. */
export async function startCognito(
  options: {
    readonly state?: DatabaseSync;
    readonly pool?: object;
    readonly client?: object;
    readonly trigger?: (event: CustomMessageEvent) => unknown;
    readonly sendMail?: (mail: Mail) => Promise<void>;
  } = {},
) {
  const mails: Mail[] = [];
  const events: CustomMessageEvent[] = [];
  let now = Date.parse('2025-06-01T12:00:00Z');
  const answer = (event: CustomMessageEvent): unknown => ({
    ...event,
    response: {
      ...event.response,
      emailSubject: 'Your APIQ account',
      emailMessage: `<p>Welcome.</p><p><a href="http://127.0.0.1/verify?user=${event.userName}">Your code</a>: {####}</p>`,
    },
  });
  const cognito = createCognito({
    state: options.state ?? openState(':memory:'),
    clock: { now: () => now, after: () => () => {} },
    publicUrl: 'http://127.0.0.1:4000',
    trigger: async (functionArn, event) => {
      if (functionArn !== TRIGGER_ARN) throw new Error(`No function ${functionArn}.`);
      events.push(event);
      return (options.trigger ?? answer)(event);
    },
    sendMail: options.sendMail ?? (async (mail) => void mails.push(mail)),
  });
  const pool = await cognito.ensureUserPool({
    logicalId: 'Users',
    properties: { ...POOL_PROPERTIES, ...options.pool },
  });
  const { clientId } = cognito.ensureUserPoolClient({
    logicalId: 'Web',
    poolId: pool.id,
    properties: { ...CLIENT_PROPERTIES, ...options.client },
  });
  const endpoint = await startEndpoint([cognito]);
  const client = new CognitoIdentityProviderClient(endpoint.clientOptions());
  return {
    cognito,
    pool,
    clientId,
    endpoint,
    client,
    mails,
    events,
    /** The code in the newest mail. */
    code: () => /\b\d{6}\b/.exec(mails.at(-1)?.text ?? '')?.[0] ?? 'no mail',
    now: () => now,
    pass: (ms: number) => {
      now += ms;
    },
    close: async () => {
      client.destroy();
      await endpoint.close();
    },
  };
}

export type TestCognito = Awaited<ReturnType<typeof startCognito>>;
