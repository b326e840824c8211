import type { API } from '../../shared/api/routes.ts';
import type { ConnectionStore, ModelUsageStore, UpstreamStore, UsageStore } from '../../shared/ports.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';
import { getConnectionHealth } from './get-connection-health.ts';
import { getUsage } from './get-usage.ts';

/** The handlers of health and usage, and of what few look at: the APIs that connect by name, the actions of connectors. */
export function usageHandlers(ports: {
  connections: Pick<ConnectionStore, 'get'>;
  upstreams: Pick<UpstreamStore, 'read'>;
  usage: Pick<UsageStore, 'list'>;
  modelUsage: Pick<ModelUsageStore, 'list'>;
}): Handlers<typeof API.usage> {
  return {
    getConnectionHealth: getConnectionHealth(ports),
    getUsage: getUsage(ports),
    listConnectors: whenCalled(async () => (await import('./list-connectors.ts')).listConnectors()),
    listPresets: whenCalled(async () => (await import('./list-presets.ts')).listPresets()),
  };
}
