import {
  ConfirmSignUpCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';

import { startCognito } from '../support/start-cognito.ts';
import type { TestCognito } from '../support/start-cognito.ts';

const PASSWORD = 'Correct-horse-7';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const signUp = (on: TestCognito, Username = 'Ada@Example.com', Password = PASSWORD) =>
  on.client.send(
    new SignUpCommand({
      ClientId: on.clientId,
      Username,
      Password,
      UserAttributes: [{ Name: 'name', Value: 'Ada' }],
    }),
  );
const confirm = (on: TestCognito, ConfirmationCode: string, Username = 'ada@example.com') =>
  on.client.send(new ConfirmSignUpCommand({ ClientId: on.clientId, Username, ConfirmationCode }));
const resend = (on: TestCognito, Username = 'ada@example.com') =>
  on.client.send(new ResendConfirmationCodeCommand({ ClientId: on.clientId, Username }));
const signIn = (on: TestCognito) =>
  on.client.send(
    new InitiateAuthCommand({
      ClientId: on.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'ada@example.com', PASSWORD },
    }),
  );

let on: TestCognito;
beforeEach(async () => {
  on = await startCognito();
});
afterEach(() => on.close());

describe('signing up', () => {
  test('makes an unconfirmed user, mails a code, and needs no signature', async () => {
    const answer = await signUp(on);

    expect(answer).toMatchObject({
      UserConfirmed: false,
      UserSub: expect.stringMatching(UUID),
      CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'A***@E***' },
    });
    expect(on.mails).toHaveLength(1);
    expect(on.mails[0]).toMatchObject({ to: 'Ada@Example.com', subject: 'Your APIQ account' });
    expect(on.mails[0]?.text).toMatch(
      new RegExp(`^Welcome.\nYour code \\(http://127.0.0.1/verify\\?user=${answer.UserSub}\\): \\d{6}$`),
    );
    expect(on.mails[0]?.html).toContain(`</a>: ${on.code()}</p>`);
    expect(on.endpoint.calls).toEqual([
      { service: 'cognito-idp', operation: 'SignUp', principal: 'anonymous' },
    ]);
    await expect(signIn(on)).rejects.toMatchObject({ name: 'UserNotConfirmedException' });
  });

  test('shows the trigger a placeholder, never the code', async () => {
    const { UserSub } = await signUp(on);
    expect(on.events).toEqual([
      {
        version: '1',
        triggerSource: 'CustomMessage_SignUp',
        region: 'us-east-1',
        userPoolId: on.pool.id,
        userName: UserSub,
        callerContext: { awsSdkVersion: expect.any(String), clientId: on.clientId },
        request: {
          userAttributes: {
            sub: UserSub,
            'cognito:user_status': 'UNCONFIRMED',
            email: 'Ada@Example.com',
            email_verified: 'false',
            name: 'Ada',
          },
          codeParameter: '{####}',
          linkParameter: '{##Click Here##}',
          usernameParameter: null,
        },
        response: { smsMessage: null, emailMessage: null, emailSubject: null },
      },
    ]);
    expect(JSON.stringify(on.events)).not.toContain(on.code());
  });

  test.each(['ada@example.com', 'ADA@EXAMPLE.COM'])(
    'refuses an address that is taken, in any case: %s',
    async (again) => {
      await signUp(on);
      await expect(signUp(on, again)).rejects.toMatchObject({ name: 'UsernameExistsException' });
      expect(on.mails).toHaveLength(1);
    },
  );

  test('of two at once with one address, one wins', async () => {
    const results = await Promise.allSettled([signUp(on), signUp(on)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  test.each([
    ['Short-1', 'Password not long enough'],
    ['lower-case-1', 'Password must have uppercase characters'],
    ['UPPER-CASE-1', 'Password must have lowercase characters'],
    ['No-Number-Here', 'Password must have numeric characters'],
  ])('refuses a password that the policy does not allow: %s', async (password, reason) => {
    await expect(signUp(on, 'ada@example.com', password)).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: `Password did not conform with policy: ${reason}`,
    });
  });

  test.each([
    ['a name that is no address', { Username: 'ada' }],
    ['another address as attribute', { UserAttributes: [{ Name: 'email', Value: 'eve@example.com' }] }],
    ['an attribute that the pool does not have', { UserAttributes: [{ Name: 'custom:role', Value: 'x' }] }],
    [
      'an attribute given twice',
      {
        UserAttributes: [
          { Name: 'name', Value: 'A' },
          { Name: 'name', Value: 'B' },
        ],
      },
    ],
    ['a password with a blank at its end', { Password: 'Correct-horse-7 ' }],
  ])('refuses %s', async (_, wrong) => {
    const input = { ClientId: on.clientId, Username: 'ada@example.com', Password: PASSWORD, ...wrong };
    await expect(on.client.send(new SignUpCommand(input))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('does not let a client call its address verified', async () => {
    const input = { ClientId: on.clientId, Username: 'ada@example.com', Password: PASSWORD };
    const UserAttributes = [{ Name: 'email_verified', Value: 'true' }];
    await expect(on.client.send(new SignUpCommand({ ...input, UserAttributes }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  test('by an unknown client is ResourceNotFoundException', async () => {
    const input = { ClientId: 'absent', Username: 'ada@example.com', Password: PASSWORD };
    await expect(on.client.send(new SignUpCommand(input))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('confirming', () => {
  test('takes the code once', async () => {
    await signUp(on);
    await confirm(on, on.code());
    const { AuthenticationResult } = await signIn(on);
    const { UserAttributes } = await on.client.send(
      new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken }),
    );
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
    await expect(confirm(on, on.code())).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
  });

  test('refuses another code, and one older than a day', async () => {
    await signUp(on);
    const code = on.code();
    const other = code === '000000' ? '000001' : '000000';
    await expect(confirm(on, other)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    on.pass(24 * 3_600_000);
    await expect(confirm(on, code)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  test('allows ten guesses an hour, also where a new code is asked for in between', async () => {
    await signUp(on);
    const wrong = on.code() === '000000' ? '000001' : '000000';
    for (let guess = 0; guess < 10; guess += 1) {
      await expect(confirm(on, wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    }
    await resend(on);
    await expect(confirm(on, on.code())).rejects.toMatchObject({ name: 'LimitExceededException' });
    on.pass(3_600_001);
    await confirm(on, on.code());
  });

  test('an unknown address looks like an expired code', async () => {
    await expect(confirm(on, '123456', 'nobody@example.com')).rejects.toMatchObject({
      name: 'ExpiredCodeException',
    });
  });
});

describe('sending the code again', () => {
  test('makes a new one; the old one is void', async () => {
    await signUp(on);
    const first = on.code();
    const answer = await resend(on);
    const second = on.code();
    expect(answer.CodeDeliveryDetails?.Destination).toBe('A***@E***');
    expect(on.events.map(({ triggerSource }) => triggerSource)).toEqual([
      'CustomMessage_SignUp',
      'CustomMessage_ResendCode',
    ]);
    if (first !== second)
      await expect(confirm(on, first)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await confirm(on, second);
    await expect(resend(on)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'User is already confirmed.',
    });
  });

  test('to an unknown address answers the same and sends nothing', async () => {
    const answer = await resend(on, 'nobody@example.com');
    expect(answer.CodeDeliveryDetails?.Destination).toBe('n***@e***');
    expect(on.mails).toEqual([]);
  });

  test('is limited, so that nobody is flooded', async () => {
    await signUp(on);
    for (let mail = 0; mail < 10; mail += 1) await resend(on);
    await expect(resend(on)).rejects.toMatchObject({ name: 'LimitExceededException' });
  });
});
