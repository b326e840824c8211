import type { usageRoutes } from '../../shared/api/usage.ts';
import type { ConnectionStore, UpstreamStore, UsageStore } from '../../shared/ports.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { getConnectionHealth } from './get-connection-health.ts';
import { getUsage } from './get-usage.ts';

/** The handlers of health and usage. */
export function usageHandlers(ports: {
  connections: Pick<ConnectionStore, 'get'>;
  upstreams: Pick<UpstreamStore, 'read'>;
  usage: Pick<UsageStore, 'list'>;
}): Handlers<typeof usageRoutes> {
  return { getConnectionHealth: getConnectionHealth(ports), getUsage: getUsage(ports) };
}
