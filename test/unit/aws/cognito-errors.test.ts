import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { createIdentity } from '../../../shared/aws/identity.ts';
import { Secret } from '../../../shared/domain/secret.ts';

const TOKEN = `${Buffer.from('user').toString('base64url')}.123456`;

/** What a call answers when Cognito refuses it with an error of this name: `code`, or `value:…` where it resolves. */
async function meaningOf(call: keyof typeof CALLS, name: string): Promise<string> {
  const cognito = mockClient(CognitoIdentityProviderClient);
  const error = Object.assign(new Error(`${name} of ann@example.com`), { name });
  cognito.onAnyCommand().rejects(error);
  const client = new CognitoIdentityProviderClient({ region: 'us-east-1' });
  const identity = createIdentity({ clientId: 'client', client });
  return CALLS[call](identity).then(
    (value) => `value:${JSON.stringify(value)}`,
    (refusal: { code: string; message: string }) => {
      expect(refusal.message).not.toContain('ann@example.com');
      return refusal.code;
    },
  );
}

type Identity = ReturnType<typeof createIdentity>;
const password = new Secret('password123');
const CALLS = {
  signUp: (identity: Identity) => identity.signUp({ email: 'ann@example.com', name: 'Ann', password }),
  confirm: (identity: Identity) => identity.confirm(TOKEN),
  resend: (identity: Identity) => identity.resend('ann@example.com'),
  signIn: (identity: Identity) => identity.signIn({ email: 'ann@example.com', password }),
  refresh: (identity: Identity) => identity.refresh(new Secret('refresh')),
  describe: (identity: Identity) => identity.describe(new Secret('access')),
};

describe('a refusal of Cognito', () => {
  it.each([
    ['signUp', 'UsernameExistsException', 'value:{"created":false}'],
    ['signUp', 'InvalidPasswordException', 'VALIDATION_ERROR'],
    ['signUp', 'InvalidParameterException', 'VALIDATION_ERROR'],
    ['signUp', 'CodeDeliveryFailureException', 'EMAIL_SEND_FAILED'],
    ['signUp', 'UnexpectedLambdaException', 'EMAIL_SEND_FAILED'],
    ['confirm', 'CodeMismatchException', 'INVALID_TOKEN'],
    ['confirm', 'ExpiredCodeException', 'INVALID_TOKEN'],
    ['confirm', 'UserNotFoundException', 'INVALID_TOKEN'],
    ['confirm', 'NotAuthorizedException', 'INVALID_TOKEN'],
    ['confirm', 'AliasExistsException', 'INVALID_TOKEN'],
    ['confirm', 'TooManyFailedAttemptsException', 'INVALID_TOKEN'],
    ['confirm', 'LimitExceededException', 'INVALID_TOKEN'],
    ['resend', 'UserNotFoundException', 'value:undefined'],
    ['resend', 'InvalidParameterException', 'value:undefined'],
    ['resend', 'NotAuthorizedException', 'value:undefined'],
    ['resend', 'LimitExceededException', 'value:undefined'],
    ['resend', 'CodeDeliveryFailureException', 'value:undefined'],
    ['signIn', 'NotAuthorizedException', 'INVALID_CREDENTIALS'],
    ['signIn', 'UserNotFoundException', 'INVALID_CREDENTIALS'],
    ['signIn', 'InvalidParameterException', 'INVALID_CREDENTIALS'],
    ['signIn', 'PasswordResetRequiredException', 'INVALID_CREDENTIALS'],
    ['signIn', 'UserNotConfirmedException', 'EMAIL_NOT_VERIFIED'],
    ['refresh', 'NotAuthorizedException', 'UNAUTHORIZED'],
    ['refresh', 'RefreshTokenReuseException', 'UNAUTHORIZED'],
    ['refresh', 'UserNotFoundException', 'UNAUTHORIZED'],
    ['describe', 'NotAuthorizedException', 'UNAUTHORIZED'],
  ] as const)('of %s by %s means %s', async (call, name, meaning) => {
    expect(await meaningOf(call, name)).toBe(meaning);
  });

  const calls = Object.keys(CALLS) as (keyof typeof CALLS)[];

  it.each(calls)('of %s that passes may be tried again', async (call) => {
    expect(await meaningOf(call, 'TooManyRequestsException')).toBe('SERVICE_UNAVAILABLE');
    expect(await meaningOf(call, 'InternalErrorException')).toBe('SERVICE_UNAVAILABLE');
    expect(await meaningOf(call, 'TimeoutError')).toBe('SERVICE_UNAVAILABLE');
  });

  it.each(calls)('of %s that a wrong set-up causes is a fault of ours', async (call) => {
    expect(await meaningOf(call, 'ResourceNotFoundException')).toBe('INTERNAL_ERROR');
    expect(await meaningOf(call, 'constructor')).toBe('INTERNAL_ERROR');
  });

  it('is not needed for a challenge: without tokens nobody is signed in', async () => {
    const cognito = mockClient(CognitoIdentityProviderClient);
    cognito.on(InitiateAuthCommand).resolves({ ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: 's' });
    const client = new CognitoIdentityProviderClient({ region: 'us-east-1' });
    const signIn = createIdentity({ clientId: 'client', client }).signIn({ email: 'a@b.c', password });
    await expect(signIn).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  });
});
