import { AppError } from '../../domain/errors.ts';
import { exchangeOf, type HttpRequest } from './exchange.ts';

/** Stage 4: the caller's roles must grant the route's scope. */
export function authorise(request: HttpRequest): void {
  const { route, caller } = exchangeOf(request);
  if (route.scope === null) return;
  if (caller === undefined || !caller.scopes.has(route.scope)) {
    throw new AppError('FORBIDDEN', `Your role does not allow this; it needs ${route.scope}.`);
  }
}
