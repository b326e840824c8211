import * as z from 'zod';
import { MAX_ATTEMPTS, MAX_BACKOFF_SECONDS, MAX_CALL_SECONDS } from './limits.ts';

/** Kinds of errors that may heal by themselves. */
export const RETRYABLE_KINDS = ['connection', 'timeout', 'rate_limit', 'server_error'] as const;
export type RetryableKind = (typeof RETRYABLE_KINDS)[number];

/** How a failed call is tried again: exponential back-off with full jitter; `Retry-After` of the API goes first. */
export const RetryPolicy = z.lazy(() =>
  z
    .strictObject({
      /** Tries in all; 1: never again. */
      attempts: z.int().min(1).max(MAX_ATTEMPTS),
      /** Before the second try at most; doubles with every further one. */
      backoffSeconds: z.exactOptional(z.number().min(0).max(MAX_BACKOFF_SECONDS)),
      maxBackoffSeconds: z.exactOptional(z.number().min(0).max(MAX_BACKOFF_SECONDS)),
      /** Which errors; all of them unless given. */
      on: z.exactOptional(z.array(z.enum(RETRYABLE_KINDS)).min(1).max(RETRYABLE_KINDS.length)),
    })
    .meta({ id: 'RetryPolicy' }),
);
export type RetryPolicy = z.infer<typeof RetryPolicy>;

/** For steps that say nothing of their own. */
export const DEFAULT_RETRY: RetryPolicy = { attempts: 3, backoffSeconds: 1, maxBackoffSeconds: 60 };

/** Seconds for one try of a call. */
export const timeoutSeconds = z.lazy(() => z.int().min(1).max(MAX_CALL_SECONDS));
export const DEFAULT_TIMEOUT_SECONDS = 30;
