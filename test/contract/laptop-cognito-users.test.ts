import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUserGlobalSignOutCommand,
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  ListUsersCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';

import { PASSWORD, signInPerson, signUpPerson } from '../support/sign-up-person.ts';
import { startCognito } from '../support/start-cognito.ts';
import type { TestCognito } from '../support/start-cognito.ts';

const NEW_PASSWORD = 'Better-staple-8';

let on: TestCognito;
let sub: string;
beforeEach(async () => {
  on = await startCognito();
  sub = await signUpPerson(on);
});
afterEach(() => on.close());

const forgot = (Username = 'ada@example.com') =>
  on.client.send(new ForgotPasswordCommand({ ClientId: on.clientId, Username }));
const reset = (ConfirmationCode: string, Password = NEW_PASSWORD, Username = 'ada@example.com') =>
  on.client.send(
    new ConfirmForgotPasswordCommand({ ClientId: on.clientId, Username, Password, ConfirmationCode }),
  );

describe('a forgotten password', () => {
  test('is replaced by the code in the mail, once', async () => {
    const { CodeDeliveryDetails } = await forgot();
    expect(CodeDeliveryDetails?.Destination).toBe('a***@e***');
    expect(on.events.at(-1)).toMatchObject({
      triggerSource: 'CustomMessage_ForgotPassword',
      request: { codeParameter: '{####}', userAttributes: { email_verified: 'true' } },
    });
    const code = on.code();
    await reset(code);
    await signInPerson(on, NEW_PASSWORD);
    await expect(signInPerson(on, PASSWORD)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(reset(code)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  test('needs the right code within the hour, and a password that the policy allows', async () => {
    await forgot();
    const code = on.code();
    await expect(reset(code === '000000' ? '000001' : '000000')).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    await expect(reset(code, 'short')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    on.pass(3_600_000);
    await expect(reset(code)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    await signInPerson(on);
  });

  test('ends a lock', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1)
      await signInPerson(on, 'Wrong-horse-7').catch(() => attempt);
    await forgot();
    await reset(on.code());
    await signInPerson(on, NEW_PASSWORD);
  });

  // Cognito's own distinction at the second step: no such user (or disabled), or a user without a code.
  test.each([
    ['nobody@example.com', 'CodeMismatchException'],
    ['disabled@example.com', 'CodeMismatchException'],
    ['unconfirmed@example.com', 'ExpiredCodeException'],
  ])('of somebody who cannot have one answers the same and sends nothing: %s', async (address, name) => {
    if (address.startsWith('disabled')) {
      const Username = await signUpPerson(on, address);
      await on.client.send(new AdminDisableUserCommand({ UserPoolId: on.pool.id, Username }));
    }
    if (address.startsWith('unconfirmed')) {
      const person = { ClientId: on.clientId, Username: address, Password: PASSWORD };
      await on.client.send(new SignUpCommand(person));
    }
    const before = on.mails.length;
    const { CodeDeliveryDetails } = await forgot(address);
    expect(CodeDeliveryDetails?.Destination).toBe(`${address.charAt(0)}***@e***`);
    expect(on.mails).toHaveLength(before);
    await expect(reset('123456', NEW_PASSWORD, address)).rejects.toMatchObject({ name });
  });

  test('of a client that may tell is UserNotFoundException', async () => {
    await on.close();
    on = await startCognito({ client: { PreventUserExistenceErrors: 'LEGACY' } });
    await expect(forgot()).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await expect(reset('123456')).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await expect(signInPerson(on)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});

describe('a user with an access token', () => {
  test('changes the password by the old one', async () => {
    const { AccessToken } = await signInPerson(on);
    const change = (PreviousPassword: string, ProposedPassword: string) =>
      on.client.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword }));
    await expect(change('Wrong-horse-7', NEW_PASSWORD)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    await expect(change(PASSWORD, 'short')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    await change(PASSWORD, NEW_PASSWORD);
    await signInPerson(on, NEW_PASSWORD);
  });

  test('changes the name, but not what proves who it is', async () => {
    const { AccessToken } = await signInPerson(on);
    const update = (Name: string, Value: string) =>
      on.client.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name, Value }] }));
    await update('name', 'Ada L.');
    const user = await on.client.send(new GetUserCommand({ AccessToken }));
    expect(user.UserAttributes).toContainEqual({ Name: 'name', Value: 'Ada L.' });
    await expect(update('email_verified', 'true')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(update('sub', 'other')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(update('email', 'eve@example.com')).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});

describe('an administrator', () => {
  const user = () => ({ UserPoolId: on.pool.id, Username: sub });

  test('reads a user by name or address', async () => {
    for (const Username of [sub, 'ADA@example.com']) {
      const found = await on.client.send(new AdminGetUserCommand({ ...user(), Username }));
      expect(found).toMatchObject({ Username: sub, Enabled: true, UserStatus: 'CONFIRMED' });
      expect(found.UserCreateDate?.getTime()).toBe(on.now());
      expect(found.UserAttributes).toContainEqual({ Name: 'sub', Value: sub });
    }
    const absent = new AdminGetUserCommand({ ...user(), Username: 'nobody@example.com' });
    await expect(on.client.send(absent)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  test('disables a user, whose tokens end, and enables it again', async () => {
    const { AccessToken } = await signInPerson(on);
    await on.client.send(new AdminDisableUserCommand(user()));
    await expect(on.client.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    await on.client.send(new AdminEnableUserCommand(user()));
    await signInPerson(on);
    await expect(on.client.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      message: 'Access Token has been revoked',
    });
  });

  test('signs a user out everywhere', async () => {
    const { AccessToken } = await signInPerson(on);
    await on.client.send(new AdminUserGlobalSignOutCommand(user()));
    await expect(on.client.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      message: 'Access Token has been revoked',
    });
  });

  test('deletes a user, after which the address is free', async () => {
    const { AccessToken } = await signInPerson(on);
    await on.client.send(new AdminDeleteUserCommand(user()));
    await expect(on.client.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
    await expect(signInPerson(on)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(await signUpPerson(on)).not.toBe(sub);
  });

  test('keeps groups, listed by precedence', async () => {
    const group = (GroupName: string, Precedence: number) =>
      on.cognito.ensureUserPoolGroup({ poolId: on.pool.id, properties: { GroupName, Precedence } });
    group('AUDITOR', 5);
    group('ADMIN', 1);
    for (const GroupName of ['AUDITOR', 'ADMIN', 'ADMIN']) {
      await on.client.send(new AdminAddUserToGroupCommand({ ...user(), GroupName }));
    }
    const list = async () => {
      const { Groups } = await on.client.send(new AdminListGroupsForUserCommand(user()));
      return Groups?.map(({ GroupName, Precedence }) => [GroupName, Precedence]);
    };
    expect(await list()).toEqual([
      ['ADMIN', 1],
      ['AUDITOR', 5],
    ]);
    await on.client.send(new AdminRemoveUserFromGroupCommand({ ...user(), GroupName: 'ADMIN' }));
    expect(await list()).toEqual([['AUDITOR', 5]]);
    const absent = new AdminAddUserToGroupCommand({ ...user(), GroupName: 'OWNER' });
    await expect(on.client.send(absent)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('lists users in pages and by filter', async () => {
    const eve = await signUpPerson(on, 'eve@example.com');
    const bob = await signUpPerson(on, 'Bob@example.com');
    const list = (more: object) => on.client.send(new ListUsersCommand({ UserPoolId: on.pool.id, ...more }));
    const names = async (more: object) => (await list(more)).Users?.map(({ Username }) => Username);

    const first = await list({ Limit: 2 });
    const second = await list({ Limit: 2, PaginationToken: first.PaginationToken });
    expect(first.Users?.map(({ Username }) => Username)).toEqual([sub, eve]);
    expect(second.Users?.map(({ Username }) => Username)).toEqual([bob]);
    expect(second.PaginationToken).toBeUndefined();
    expect(await names({ Filter: 'email = "bob@EXAMPLE.com"' })).toEqual([bob]);
    expect(await names({ Filter: '"email" ^= "e"' })).toEqual([eve]);
    expect(await names({ Filter: `sub = "${sub}"` })).toEqual([sub]);
    expect(await names({ Filter: 'status = "Disabled"' })).toEqual([]);
    await expect(list({ Filter: 'shoe_size = "42"' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('needs the permission on the pool, and a signature', async () => {
    await on.client.send(new AdminGetUserCommand(user()));
    expect(on.endpoint.checked.at(-1)).toEqual({ action: 'cognito-idp:AdminGetUser', resource: on.pool.arn });
    const nobody = new CognitoIdentityProviderClient(on.endpoint.clientOptions('Nobody'));
    await expect(nobody.send(new AdminDeleteUserCommand(user()))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    nobody.destroy();
    await signInPerson(on);
  });

  test('cannot do what is not spoken here, and reads so', async () => {
    const command = new AdminCreateUserCommand({ ...user(), Username: 'new@example.com' });
    await expect(on.client.send(command)).rejects.toMatchObject({ name: 'NotImplemented' });
    expect(on.endpoint.logged.at(-1)).toContain('cognito-idp:AdminCreateUser');
  });
});
