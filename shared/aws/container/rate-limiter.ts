import type { RateLimiter } from '../../ports.ts';
import { createRateLimiter } from '../rate-limiter.ts';
import { once } from '../once.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

export const rateLimiter = /* @__PURE__ */ once((container: Container): RateLimiter =>
  createRateLimiter({ table: tableOf(container), clock: container.clock }),
);
