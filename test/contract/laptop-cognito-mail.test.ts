import { SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';

import { htmlToText } from '../../local/aws/cognito/html-to-text.ts';
import { PASSWORD } from '../support/sign-up-person.ts';
import { POOL_PROPERTIES, startCognito, TRIGGER_ARN } from '../support/start-cognito.ts';
import type { TestCognito } from '../support/start-cognito.ts';

let on: TestCognito;
beforeEach(async () => {
  on = await startCognito();
});
afterEach(() => on.close());

const signUp = () =>
  on.client.send(
    new SignUpCommand({ ClientId: on.clientId, Username: 'ada@example.com', Password: PASSWORD }),
  );

describe('the mail', () => {
  const failing = async (options: Parameters<typeof startCognito>[0]) => {
    await on.close();
    on = await startCognito(options);
    return expect(signUp()).rejects;
  };

  test('without a trigger has the words of the pool', async () => {
    await on.close();
    const template = { EmailMessage: 'Take {####}, then {####}.', EmailSubject: 'Code' };
    on = await startCognito({ pool: { LambdaConfig: {}, VerificationMessageTemplate: template } });
    await signUp();
    expect(on.mails[0]?.subject).toBe('Code');
    expect(on.mails[0]?.text).toBe(`Take ${on.code()}, then ${on.code()}.`);
  });

  test('has the words of the pool also where the trigger answers none', async () => {
    await on.close();
    on = await startCognito({ trigger: (event) => event });
    await signUp();
    expect(on.mails[0]?.text).toMatch(/^Your verification code is \d{6}\.$/);
  });

  test.each([
    ['fails', 'UserLambdaValidationException', () => Promise.reject(new Error('no template'))],
    ['answers nothing', 'InvalidLambdaResponseException', () => null],
    [
      'forgets the code',
      'InvalidLambdaResponseException',
      () => ({ response: { emailMessage: 'Welcome!', emailSubject: 'Hi' } }),
    ],
  ])('of a trigger that %s is refused', async (_, name, trigger) => {
    await (await failing({ trigger })).toMatchObject({ name });
  });

  test('that is not taken is CodeDeliveryFailureException', async () => {
    const sendMail = async () => {
      throw new Error('mailbox full');
    };
    await (await failing({ sendMail })).toMatchObject({ name: 'CodeDeliveryFailureException' });
  });
});

describe('what the laptop cloud cannot do', () => {
  test.each([
    ['multi-factor authentication', { MfaConfiguration: 'ON' }],
    ['telephone numbers', { UsernameAttributes: ['phone_number'] }],
    ['other triggers', { LambdaConfig: { CustomMessage: TRIGGER_ARN, PreSignUp: TRIGGER_ARN } }],
    ['a message without the code', { EmailVerificationMessage: 'Welcome' }],
  ])('is refused when the template is booted: %s', async (_, wrong) => {
    const properties = { ...POOL_PROPERTIES, ...wrong };
    await expect(on.cognito.ensureUserPool({ logicalId: 'Other', properties })).rejects.toThrow();
  });

  test.each([
    ['refresh tokens that rotate and do not', { ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] }],
    ['a client secret', { GenerateSecret: true }],
    ['a validity outside the range', { AccessTokenValidity: 2 }],
  ])('or that AWS would refuse: %s', (_, wrong) => {
    const base = {
      TokenValidityUnits: { AccessToken: 'minutes' },
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    };
    expect(() =>
      on.cognito.ensureUserPoolClient({
        logicalId: 'Bad',
        poolId: on.pool.id,
        properties: { ...base, ...wrong },
      }),
    ).toThrow();
  });
});

describe('the text form of a mail', () => {
  test.each([
    ['<p>Hello &amp; welcome,</p><p>your code:<br>1 2 3</p>', 'Hello & welcome,\nyour code:\n1 2 3'],
    ['<a href="https://a.example/?x=1&amp;y=2">Verify</a>', 'Verify (https://a.example/?x=1&y=2)'],
    ["<a class='b' href='https://a.example'>https://a.example</a>", 'https://a.example'],
    ['<style>p { color: red }</style><p>&#9731; &#x2603; &nope;</p>', '\u2603 \u2603 &nope;'],
  ])('%s', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });
});
