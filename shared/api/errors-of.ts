import type { ErrorCode } from '../domain/errors.ts';
import type { Route } from './route.ts';

/** Every code that a route may answer: its own and those that the pipeline adds to routes of its kind. */
export function errorsOf(route: Route): readonly ErrorCode[] {
  const user: ErrorCode[] = route.auth === 'user' ? ['UNAUTHORIZED', 'FORBIDDEN'] : [];
  const body: ErrorCode[] = route.body === null ? [] : ['INVALID_JSON', 'VALIDATION_ERROR'];
  const query: ErrorCode[] = route.query === null ? [] : ['VALIDATION_ERROR'];
  return [
    ...new Set<ErrorCode>([
      ...route.errors,
      ...user,
      ...body,
      ...query,
      'RATE_LIMIT_EXCEEDED',
      'INTERNAL_ERROR',
      'SERVICE_UNAVAILABLE',
    ]),
  ];
}
