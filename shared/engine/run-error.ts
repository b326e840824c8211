import { AppError } from '../domain/errors.ts';
import type { RunError } from '../domain/run.ts';

/** What a workflow or an API did wrong, as the journal keeps it; anything else is our fault and thrown again. */
export function runErrorOf(error: unknown): RunError {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  throw error;
}
