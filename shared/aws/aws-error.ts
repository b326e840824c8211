import { AppError } from '../domain/errors.ts';

/** The error name that an AWS service answered (`ConditionalCheckFailedException`), or '' for anything else. */
export function awsErrorName(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

const THROTTLES: ReadonlySet<string> = new Set([
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'SlowDown',
  'ThrottledException',
  'ThrottlingException',
  'TooManyRequestsException',
]);
const NETWORK: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Whether a call failed for a reason that passes: throttled, a fault on the service's side, or not reached in time. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (THROTTLES.has(error.name) || error.name === 'TimeoutError') return true;
  if ('$fault' in error && error.$fault === 'server') return true;
  return 'code' in error && NETWORK.has(error.code);
}

/** Throws SERVICE_UNAVAILABLE for an outage and the error itself for anything else. */
export function rethrow(error: unknown): never {
  if (isOutage(error)) throw new AppError('SERVICE_UNAVAILABLE', undefined, { cause: error });
  throw error;
}
