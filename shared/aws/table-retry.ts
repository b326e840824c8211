import { AppError } from '../domain/errors.ts';
import { awsErrorName } from './aws-error.ts';

const ATTEMPTS = 6;
const FIRST_WAIT_MS = 15;
const LONGEST_WAIT_MS = 400;

/** How a retry waits: `random` answers from 0 up to 1. */
export interface Patience {
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
}

/** Repeats what met a transaction under way on the same items, with full jitter; SERVICE_UNAVAILABLE in the end. */
export async function retryConflicts<T>(
  { sleep, random }: Patience,
  operation: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await operation();
    } catch (error) {
      if (!isConflict(error)) throw error;
      if (attempt === ATTEMPTS) throw new AppError('SERVICE_UNAVAILABLE', undefined, { cause: error });
      await sleep(backoff({ attempt, random }));
    }
  }
}

/** Milliseconds before the next try. */
export function backoff({ attempt, random }: { attempt: number; random: () => number }): number {
  return random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
}

/** Reasons of a cancelled transaction that pass; see "TransactWriteItems" in the DynamoDB API reference. */
const PASSING: ReadonlySet<unknown> = new Set([
  'TransactionConflict',
  'ProvisionedThroughputExceeded',
  'ThrottlingError',
]);

function isConflict(error: unknown): boolean {
  if (awsErrorName(error) === 'TransactionConflictException') return true;
  const codes = cancellationReasons(error).map((reason) => reason.Code ?? 'None');
  return (
    codes.some((code) => PASSING.has(code)) && codes.every((code) => code === 'None' || PASSING.has(code))
  );
}

/** Why each write of a cancelled transaction was refused, in their order; empty for any other error. */
export function cancellationReasons(error: unknown): readonly CancellationReason[] {
  if (awsErrorName(error) !== 'TransactionCanceledException') return [];
  if (!(error instanceof Error) || !('CancellationReasons' in error)) return [];
  return Array.isArray(error.CancellationReasons) ? error.CancellationReasons.map(readReason) : [];
}

export interface CancellationReason {
  readonly Code: string | undefined;
  readonly Item: unknown;
}

function readReason(reason: unknown): CancellationReason {
  if (typeof reason !== 'object' || reason === null) return { Code: undefined, Item: undefined };
  return {
    Code: 'Code' in reason && typeof reason.Code === 'string' ? reason.Code : undefined,
    Item: 'Item' in reason ? reason.Item : undefined,
  };
}
