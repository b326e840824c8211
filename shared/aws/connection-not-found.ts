import { AppError } from '../domain/errors.ts';

/** The answer for a connection that is not there, or not the caller's. */
export function connectionNotFound(): AppError {
  return new AppError('RESOURCE_NOT_FOUND', 'Connection not found.');
}
