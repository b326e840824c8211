import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type * as z from 'zod';
import { AppError } from '../domain/errors.ts';
import type { Log } from '../ports.ts';

/**
 * The Lambda handler of a Step Functions task or of a direct invocation: parses the payload, performs, answers the
 * result. An error keeps its name, so that `ErrorEquals` in the state machine matches the error catalogue.
 */
export function task<Payload, Result>({
  payload,
  perform,
  log,
}: {
  readonly payload: z.ZodType<Payload>;
  readonly perform: (payload: Payload, facts: { readonly remainingMs: () => number }) => Promise<Result>;
  readonly log: Log;
}): (event: unknown, context: Context) => Promise<Result> {
  return middy<unknown, Result>()
    .onError(({ error }) => {
      log.error('task failed', { error, code: error instanceof AppError ? error.code : undefined });
    })
    .handler(async (event: unknown, context: Context) =>
      perform(payload.parse(event), { remainingMs: () => context.getRemainingTimeInMillis() }),
    );
}
