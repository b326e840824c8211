import { textOf } from '../support/permissions-of.ts';
import { object, synthesized } from '../support/synthesized.ts';

const template = await synthesized();
const pool = template.ofType('AWS::Cognito::UserPool')[0]?.properties ?? {};
const client = template.ofType('AWS::Cognito::UserPoolClient')[0]?.properties ?? {};

describe('the user pool', () => {
  test('signs people in by their verified mail address', () => {
    expect(pool).toMatchObject({
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
    });
  });

  test('asks for ten characters with a letter and a digit', () => {
    expect(object(pool.Policies).PasswordPolicy).toEqual({
      MinimumLength: 10,
      RequireLowercase: true,
      RequireNumbers: true,
      RequireUppercase: false,
      RequireSymbols: false,
    });
  });

  test('has its mails worded by the function, which the pool alone may invoke', () => {
    expect(textOf(object(pool.LambdaConfig).CustomMessage)).toBe('custommessageFunction');
    const invokers = template
      .ofType('AWS::Lambda::Permission')
      .filter(({ properties }) => textOf(properties.FunctionName) === 'custommessageFunction')
      .map(({ properties }) => [properties.Principal, textOf(properties.SourceArn)]);
    expect(invokers).toEqual([['cognito-idp.amazonaws.com', 'UserPool']]);
  });
});

describe('the client', () => {
  test('has no secret, reveals no account and takes a password alone', () => {
    expect(client).toMatchObject({
      GenerateSecret: false,
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      // Cognito refuses the flow that would let an old refresh token live on.
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      AllowedOAuthFlowsUserPoolClient: false,
    });
  });

  test('rotates refresh tokens of 30 days, and access tokens end after 15 minutes', () => {
    expect(client).toMatchObject({
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
      AccessTokenValidity: 15,
      RefreshTokenValidity: 30 * 24 * 60,
      TokenValidityUnits: { AccessToken: 'minutes', RefreshToken: 'minutes' },
    });
  });
});
