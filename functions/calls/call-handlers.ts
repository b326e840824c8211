import type { callRoutes } from '../../shared/api/calls.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';
import type { TryPorts } from './try-endpoint.ts';

/** The handlers of the calls that a person makes by hand. */
export function callHandlers(ports: TryPorts): Handlers<typeof callRoutes> {
  return {
    tryEndpoint: whenCalled(async () => (await import('./try-endpoint.ts')).tryEndpoint(ports)),
  };
}
