import type { Identity } from '../../ports.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';

export const identity = /* @__PURE__ */ once(({ settings }: Container): Identity => {
  const clientId = settings.text('USER_POOL_CLIENT_ID');
  const load = lazily(async () => (await import('../identity.ts')).createIdentity({ clientId }));
  return {
    signUp: async (request) => (await load()).signUp(request),
    confirm: async (token) => (await load()).confirm(token),
    resend: async (email) => (await load()).resend(email),
    signIn: async (request) => (await load()).signIn(request),
    refresh: async (token) => (await load()).refresh(token),
    describe: async (token) => (await load()).describe(token),
  };
});
