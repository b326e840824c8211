import { createTokenVerifier } from '../../shared/aws/token-verifier.ts';
import {
  accessClaims,
  CLIENT_ID,
  hmacToken,
  ISSUER,
  makeSigningKey,
  rawToken,
  signToken,
} from '../support/forge-token.ts';

const KEY = makeSigningKey('key-1');
const STRANGER = makeSigningKey('key-1');
const NOW = Date.now();
const CLAIMS = accessClaims(NOW);
const { exp: _exp, ...NO_EXPIRY } = CLAIMS;
const { iss: _iss, ...NO_ISSUER } = CLAIMS;
const { client_id: _client, ...NO_CLIENT } = CLAIMS;
const { token_use: _use, ...NO_USE } = CLAIMS;
const { sub: _sub, ...NO_SUBJECT } = CLAIMS;
const SECONDS = Math.floor(NOW / 1000);
const GOOD = signToken(KEY, CLAIMS);
const [HEADER = '', PAYLOAD = '', SIGNATURE = ''] = GOOD.split('.');
const PEM = KEY.publicKey.export({ type: 'spki', format: 'pem' });

function setup() {
  const fetched: string[] = [];
  const verifier = createTokenVerifier({
    issuer: ISSUER,
    clientId: CLIENT_ID,
    fetchKeys: async (uri) => {
      fetched.push(uri);
      return { keys: [KEY.jwk] };
    },
    clock: { now: () => NOW },
  });
  return { verifier, fetched };
}

describe('a good access token', () => {
  it('names its user, session and end', async () => {
    const { verifier, fetched } = setup();
    expect(await verifier.verify(GOOD)).toEqual({
      userId: CLAIMS['sub'],
      sessionId: 'session-1',
      expiresAt: SECONDS + 900,
    });
    expect(fetched).toEqual([`${ISSUER}/.well-known/jwks.json`]);
  });

  it('may say its type', async () => {
    expect(await setup().verifier.verify(signToken(KEY, CLAIMS, { typ: 'JWT' }))).toMatchObject({
      userId: CLAIMS['sub'],
    });
  });
});

/** Every way in that is known, each a token that must be refused alike. */
const FORGERIES: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['a word', 'token'],
  ['two parts', `${HEADER}.${PAYLOAD}`],
  ['four parts', `${GOOD}.x`],
  ['five parts, as encrypted tokens have', `${GOOD}.x.y`],
  ['an empty signature', `${HEADER}.${PAYLOAD}.`],
  ['alg none', rawToken({ kid: KEY.kid, alg: 'none' }, CLAIMS)],
  ['alg none with a signature', rawToken({ kid: KEY.kid, alg: 'none' }, CLAIMS, SIGNATURE)],
  ['alg None', rawToken({ kid: KEY.kid, alg: 'None' }, CLAIMS, SIGNATURE)],
  ['no alg', rawToken({ kid: KEY.kid }, CLAIMS, SIGNATURE)],
  ['alg in an array', signToken(KEY, CLAIMS, { alg: ['RS256'] })],
  ['alg RS512 over an RS256 signature', signToken(KEY, CLAIMS, { alg: 'RS512' })],
  ['alg PS256', signToken(KEY, CLAIMS, { alg: 'PS256' })],
  ['alg ES256', signToken(KEY, CLAIMS, { alg: 'ES256' })],
  ['HMAC with the public key as PEM', hmacToken(PEM, CLAIMS, { kid: KEY.kid, alg: 'HS256' })],
  ['HMAC with the modulus', hmacToken(KEY.jwk.n, CLAIMS, { kid: KEY.kid, alg: 'HS256' })],
  ['HMAC that says RS256', hmacToken(PEM, CLAIMS, { kid: KEY.kid, alg: 'RS256' })],
  ['HMAC with no secret', hmacToken('', CLAIMS, { kid: KEY.kid, alg: 'HS256' })],
  ['a stranger’s signature under our key id', signToken(STRANGER, CLAIMS)],
  ['a key of its own (jwk)', signToken(STRANGER, CLAIMS, { jwk: STRANGER.jwk })],
  ['a right signature with a jwk', signToken(KEY, CLAIMS, { jwk: KEY.jwk })],
  ['an address of keys (jku)', signToken(KEY, CLAIMS, { jku: 'https://evil.example/jwks.json' })],
  ['an address of certificates (x5u)', signToken(KEY, CLAIMS, { x5u: 'https://evil.example/cert' })],
  ['certificates (x5c)', signToken(KEY, CLAIMS, { x5c: ['MIIB'] })],
  ['no key id', signToken({ ...KEY, kid: '' }, CLAIMS)],
  ['an unknown key id', signToken({ ...KEY, kid: 'key-2' }, CLAIMS)],
  ['a path as key id', signToken({ ...KEY, kid: '../../dev/null' }, CLAIMS)],
  ['SQL as key id', signToken({ ...KEY, kid: "' OR 1=1 --" }, CLAIMS)],
  ['a key id that is an object', signToken(KEY, CLAIMS, { kid: { $ne: '' } })],
  ['a prototype member as key id', signToken({ ...KEY, kid: '__proto__' }, CLAIMS)],
  ['a critical extension (crit)', signToken(KEY, CLAIMS, { crit: ['exp'] })],
  ['an unencoded payload (b64)', signToken(KEY, CLAIMS, { crit: ['b64'], b64: false })],
  ['another type', signToken(KEY, CLAIMS, { typ: 'dpop+jwt' })],
  ['another issuer', signToken(KEY, { ...CLAIMS, iss: 'https://evil.example' })],
  ['the issuer with a slash more', signToken(KEY, { ...CLAIMS, iss: `${ISSUER}/` })],
  ['another pool of the same host', signToken(KEY, { ...CLAIMS, iss: `${ISSUER}2` })],
  ['issuers in an array', signToken(KEY, { ...CLAIMS, iss: [ISSUER] })],
  ['no issuer', signToken(KEY, NO_ISSUER)],
  ['another client', signToken(KEY, { ...CLAIMS, client_id: 'client-2' })],
  ['no client, but an audience', signToken(KEY, { ...NO_CLIENT, aud: CLIENT_ID })],
  ['clients in an array', signToken(KEY, { ...CLAIMS, client_id: [CLIENT_ID] })],
  ['an ID token', signToken(KEY, { ...CLAIMS, token_use: 'id' })],
  ['a refresh token', signToken(KEY, { ...CLAIMS, token_use: 'refresh' })],
  ['no use', signToken(KEY, NO_USE)],
  ['no subject', signToken(KEY, NO_SUBJECT)],
  ['an empty subject', signToken(KEY, { ...CLAIMS, sub: '' })],
  ['a subject that is an object', signToken(KEY, { ...CLAIMS, sub: { id: 1 } })],
  ['expired a second ago', signToken(KEY, { ...CLAIMS, exp: SECONDS - 1 })],
  ['expired now', signToken(KEY, { ...CLAIMS, exp: NOW / 1000 })],
  ['no expiry', signToken(KEY, NO_EXPIRY)],
  ['an expiry that is text', signToken(KEY, { ...CLAIMS, exp: String(SECONDS + 900) })],
  ['an expiry that is null', signToken(KEY, { ...CLAIMS, exp: null })],
  ['an expiry beyond numbers', signToken(KEY, JSON.stringify(CLAIMS).replace(/"exp":\d+/, '"exp":1e999'))],
  ['not valid yet', signToken(KEY, { ...CLAIMS, nbf: SECONDS + 60 })],
  ['a payload that is a list', signToken(KEY, [CLAIMS])],
  ['a payload that is no JSON', signToken(KEY, 'sub=1')],
  [
    'a changed payload',
    `${HEADER}.${Buffer.from(JSON.stringify({ ...CLAIMS, sub: 'x' })).toString('base64url')}.${SIGNATURE}`,
  ],
  ['a signature cut by one character', GOOD.slice(0, -1)],
  ['a byte behind the signature', `${GOOD}A`],
  ['padding behind the signature', `${GOOD}==`],
  ['a newline behind the signature', `${GOOD}\n`],
  ['a space before the token', ` ${GOOD}`],
  ['a null byte behind the token', `${GOOD}\0`],
  ['another spelling of the last signature bits', respell(GOOD)],
  ['a token beyond 8 KB', signToken(KEY, { ...CLAIMS, more: 'x'.repeat(9_000) })],
];

describe('a token is refused when it has', () => {
  it.each(FORGERIES)('%s', async (_, token) => {
    const { verifier } = setup();
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED', details: undefined });
  });

  it('is refused also after a good one was taken', async () => {
    const { verifier } = setup();
    for (const [, token] of FORGERIES) {
      await verifier.verify(GOOD);
      await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    }
  });
});

/** RSA-2048 signatures take 342 characters, of which the last has four bits that decoders ignore. */
function respell(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, -1) + alphabet.charAt(alphabet.indexOf(token.slice(-1)) + 1);
}
