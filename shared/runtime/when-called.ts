import type { Route } from '../api/route.ts';
import type { Handler } from './http/exchange.ts';

/** A handler that is loaded when it is first called: what few calls need stays out of every cold start. */
export function whenCalled<R extends Route>(load: () => Promise<Handler<R>>): Handler<R> {
  let loading: Promise<Handler<R>> | undefined;
  return async (input) => {
    loading ??= load();
    return (await loading)(input);
  };
}
