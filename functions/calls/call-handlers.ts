import type { callRoutes } from '../../shared/api/calls.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';
import type { TestPorts } from './test-connection.ts';
import type { TryPorts } from './try-endpoint.ts';

/** The handlers of the calls that a person makes by hand. */
export function callHandlers(ports: TryPorts & TestPorts): Handlers<typeof callRoutes> {
  return {
    testConnection: whenCalled(async () => (await import('./test-connection.ts')).testConnection(ports)),
    tryEndpoint: whenCalled(async () => (await import('./try-endpoint.ts')).tryEndpoint(ports)),
  };
}
