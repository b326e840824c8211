import { accounts, rateLimiter, tokenVerifier, type Container } from './container.ts';

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
