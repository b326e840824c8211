import { createTokenVerifier } from '../../../shared/aws/token-verifier.ts';
import { accessClaims, CLIENT_ID, ISSUER, makeSigningKey, signToken } from '../../support/forge-token.ts';

const KEYS = [makeSigningKey('key-1'), makeSigningKey('key-2')] as const;
const START = Date.now();
const tokenOf = (key: (typeof KEYS)[number]) =>
  signToken(key, { ...accessClaims(START), exp: START / 1000 + 86_400 });

function setup() {
  const state = { now: START, keys: [KEYS[0].jwk], down: false, fetches: 0 };
  const verifier = createTokenVerifier({
    issuer: ISSUER,
    clientId: CLIENT_ID,
    fetchKeys: async () => {
      state.fetches += 1;
      if (state.down) throw new Error('connect ECONNREFUSED');
      return { keys: state.keys };
    },
    clock: { now: () => state.now },
  });
  const refused = (token: string) =>
    expect(verifier.verify(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  return { state, verifier, refused };
}

describe('the issuer’s keys', () => {
  it('are fetched once for many tokens at the same time', async () => {
    const { state, verifier } = setup();
    await Promise.all(Array.from({ length: 20 }, () => verifier.verify(tokenOf(KEYS[0]))));
    expect(state.fetches).toBe(1);
  });

  it('are fetched again for a key id that is new, so that a rotation needs no restart', async () => {
    const { state, verifier } = setup();
    await verifier.verify(tokenOf(KEYS[0]));
    state.now += 60_000;
    state.keys = KEYS.map(({ jwk }) => jwk);
    expect(await verifier.verify(tokenOf(KEYS[1]))).toMatchObject({ sessionId: 'session-1' });
    expect(state.fetches).toBe(2);
  });

  it('are fetched at most once a minute, however many key ids somebody invents', async () => {
    const { state, refused } = setup();
    for (let at = 0; at < 30; at += 1) {
      await refused(signToken({ ...KEYS[0], kid: `invented-${at}` }, accessClaims(START)));
      state.now += 4_000;
    }
    expect(state.fetches).toBe(2);
  });

  it('are dropped an hour after they were withdrawn', async () => {
    const { state, verifier, refused } = setup();
    await verifier.verify(tokenOf(KEYS[0]));
    state.keys = [KEYS[1].jwk];
    state.now += 60 * 60_000;
    await verifier.verify(tokenOf(KEYS[0]));
    state.now += 1;
    await refused(tokenOf(KEYS[0]));
  });

  it('go on while the issuer cannot be reached, and it is asked once a minute', async () => {
    const { state, verifier } = setup();
    await verifier.verify(tokenOf(KEYS[0]));
    state.down = true;
    state.now += 2 * 60 * 60_000;
    for (let at = 0; at < 5; at += 1) await verifier.verify(tokenOf(KEYS[0]));
    expect(state.fetches).toBe(2);
  });

  it('that cannot be had at first are an outage, not a bad token, and are asked for again', async () => {
    const { state, verifier } = setup();
    state.down = true;
    await expect(verifier.verify(tokenOf(KEYS[0]))).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    state.down = false;
    expect(await verifier.verify(tokenOf(KEYS[0]))).toMatchObject({ sessionId: 'session-1' });
  });
});
