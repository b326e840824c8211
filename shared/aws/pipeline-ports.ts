import { accounts } from './container/accounts.ts';
import { rateLimiter } from './container/rate-limiter.ts';
import { tokenVerifier } from './container/token-verifier.ts';
import type { Container } from './container/create-container.ts';

/** What the request pipeline of every HTTP function needs. */
export function pipelinePorts(container: Container) {
  const { settings, clock, ids, log } = container;
  return {
    accounts: accounts(container),
    verifier: tokenVerifier(container),
    limiter: rateLimiter(container),
    limits: settings.rateLimits,
    originToken: settings.originToken,
    clock,
    ids,
    log,
  };
}
