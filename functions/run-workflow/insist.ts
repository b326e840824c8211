import { AppError } from '../../shared/domain/errors.ts';

/** Milliseconds between the tries of a write that the table is too busy for: five seconds in all, within the lease. */
const WAITS_MS = [100, 200, 400, 800, 1_600, 1_900] as const;

/**
 * Writes again what a busy table has not taken: without it, calls that were answered would be calls with an unknown
 * outcome. Only for writes that may be written twice.
 */
export async function insist<T>(
  { sleep }: { readonly sleep: (ms: number) => Promise<void> },
  write: () => Promise<T>,
): Promise<T> {
  for (const wait of WAITS_MS) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'SERVICE_UNAVAILABLE') throw error;
      await sleep(wait);
    }
  }
  return write();
}
