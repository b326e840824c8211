import type { TokenVerifier } from '../../ports.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';

/** Imported with the first token: public routes start without it. */
export const tokenVerifier = /* @__PURE__ */ once(({ settings, clock }: Container): TokenVerifier => {
  const issuer = settings.text('USER_POOL_ISSUER');
  const clientId = settings.text('USER_POOL_CLIENT_ID');
  const load = lazily(async () => {
    const [{ createTokenVerifier }, { fetchJwks }] = await Promise.all([
      import('../token-verifier.ts'),
      import('../jwks.ts'),
    ]);
    return createTokenVerifier({ issuer, clientId, fetchKeys: fetchJwks, clock });
  });
  return { verify: async (token) => (await load()).verify(token) };
});
