import { createIdentity } from '../../shared/aws/identity.ts';
import { createTokenVerifier } from '../../shared/aws/token-verifier.ts';
import { fetchJwks } from '../../shared/aws/jwks.ts';
import { Secret } from '../../shared/domain/secret.ts';
import { serial } from '../support/changes.ts';
import { startCognito, type TestCognito } from '../support/start-cognito.ts';

let cognito: TestCognito;
beforeAll(async () => {
  cognito = await startCognito({
    pool: {
      Policies: { PasswordPolicy: { MinimumLength: 10, RequireLowercase: true, RequireNumbers: true } },
    },
  });
  // The tokens must be good by this machine's clock too.
  cognito.pass(Date.now() - cognito.now());
});
afterAll(() => cognito.close());

const PASSWORD = 'password123';

function setup() {
  const email = `person-${serial()}@example.com`;
  const identity = createIdentity({ clientId: cognito.clientId, client: cognito.client });
  const signUp = (over: { email?: string; password?: string } = {}) =>
    identity.signUp({
      email: over.email ?? email,
      name: 'Ann',
      password: new Secret(over.password ?? PASSWORD),
    });
  const signIn = (over: { email?: string; password?: string } = {}) =>
    identity.signIn({ email: over.email ?? email, password: new Secret(over.password ?? PASSWORD) });
  const token = () =>
    `${Buffer.from(cognito.events.at(-1)?.userName ?? '').toString('base64url')}.${cognito.code()}`;
  const member = async () => {
    const created = await signUp();
    await identity.confirm(token());
    return created;
  };
  return { email, identity, signUp, signIn, token, member };
}

const code = (expected: string) => ({ code: expected });

describe('signing up', () => {
  it('makes a user, and the token of the mail verifies it once', async () => {
    const { identity, signUp, token } = setup();
    const created = await signUp();
    if (!created.created) throw new Error('The user is new.');

    expect(await identity.confirm(token())).toEqual({ userId: created.userId });

    await expect(identity.confirm(token())).rejects.toMatchObject(code('INVALID_TOKEN'));
  });

  it('says so where the address is taken, verified or not', async () => {
    const { email, signUp, member } = setup();
    await member();
    expect(await signUp()).toEqual({ created: false });
    expect(await signUp({ email: email.toUpperCase(), password: 'another-pass-1' })).toEqual({
      created: false,
    });
  });

  it('names the password where the policy refuses it, and not its value', async () => {
    const { signUp } = setup();
    const refused = signUp({ password: 'short' });
    await expect(refused).rejects.toMatchObject({
      ...code('VALIDATION_ERROR'),
      details: [{ path: 'body.password' }],
    });
    await expect(refused).rejects.not.toThrow('short');
  });

  it.each(['', 'x', 'eA.1', '.123456', '!!.123456', 'AAAA.12345', 'AAAA.1234567', 'AAAA.123456.1'])(
    'does not verify by %j',
    async (token) => {
      const { identity } = setup();
      await expect(identity.confirm(token)).rejects.toMatchObject(code('INVALID_TOKEN'));
    },
  );

  it('does not verify by a wrong code, nor by a token of nobody', async () => {
    const { identity, signUp, token } = setup();
    await signUp();
    const [user = '', right = ''] = token().split('.');
    const wrong = right === '000000' ? '000001' : '000000';
    const nobody = Buffer.from('nobody').toString('base64url');
    await expect(identity.confirm(`${user}.${wrong}`)).rejects.toMatchObject(code('INVALID_TOKEN'));
    await expect(identity.confirm(`${nobody}.${right}`)).rejects.toMatchObject(code('INVALID_TOKEN'));
  });
});

describe('sending the mail again', () => {
  it('sends a new code to who waits for one', async () => {
    const { email, identity, signUp, token } = setup();
    await signUp();
    const sent = cognito.mails.length;
    await identity.resend(email);
    expect(cognito.mails).toHaveLength(sent + 1);
    await identity.confirm(token());
  });

  it('is silent for who is verified and for nobody', async () => {
    const { email, identity, member } = setup();
    await member();
    const sent = cognito.mails.length;
    expect(await identity.resend(email)).toBeUndefined();
    expect(await identity.resend('nobody@example.com')).toBeUndefined();
    expect(cognito.mails).toHaveLength(sent);
  });
});

describe('signing in', () => {
  it('gives tokens that the verifier takes', async () => {
    const { signIn, member } = setup();
    const created = await member();

    const tokens = await signIn();

    const userId = created.created ? created.userId : '';
    expect(tokens).toMatchObject({ userId, expiresIn: 900 });
    const verifier = createTokenVerifier({
      issuer: cognito.pool.providerUrl,
      clientId: cognito.clientId,
      // The pool's issuer names the laptop cloud's own port; the test has the service on another.
      fetchKeys: (uri) => fetchJwks(new URL(new URL(uri).pathname, cognito.endpoint.url).href),
      clock: { now: () => Date.now() },
    });
    expect(await verifier.verify(tokens.accessToken)).toMatchObject({ userId });
  });

  it('is refused alike for a wrong password and for nobody', async () => {
    const { signIn, member } = setup();
    await member();
    const wrong = await signIn({ password: 'wrong-password-1' }).catch((error: unknown) => error);
    const nobody = await signIn({ email: 'nobody@example.com' }).catch((error: unknown) => error);
    expect(wrong).toMatchObject(code('INVALID_CREDENTIALS'));
    expect(nobody).toEqual(wrong);
  });

  it('asks for verification first', async () => {
    const { signIn, signUp } = setup();
    await signUp();
    await expect(signIn()).rejects.toMatchObject(code('EMAIL_NOT_VERIFIED'));
  });

  it('describes the person behind an access token', async () => {
    const { email, identity, signIn, member } = setup();
    await member();
    const { accessToken } = await signIn();
    expect(await identity.describe(new Secret(accessToken))).toEqual({ email, name: 'Ann' });
    await expect(identity.describe(new Secret('forged'))).rejects.toMatchObject(code('UNAUTHORIZED'));
  });
});

describe('refreshing', () => {
  it('rotates the refresh token, and the old one ends', async () => {
    const { identity, signIn, member } = setup();
    await member();
    const first = await signIn();

    const second = await identity.refresh(new Secret(first.refreshToken));

    expect(second).toMatchObject({ userId: first.userId, expiresIn: 900 });
    expect(second.refreshToken).not.toBe(first.refreshToken);
    cognito.pass(11_000);
    await expect(identity.refresh(new Secret(first.refreshToken))).rejects.toMatchObject(
      code('UNAUTHORIZED'),
    );
  });

  it('is refused for what is no refresh token', async () => {
    const { identity } = setup();
    await expect(identity.refresh(new Secret('forged'))).rejects.toMatchObject(code('UNAUTHORIZED'));
  });
});
