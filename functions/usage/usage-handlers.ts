import type { API } from '../../shared/api/routes.ts';
import type { ConnectionStore, ModelUsageStore, UpstreamStore, UsageStore } from '../../shared/ports.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { whenCalled } from '../../shared/runtime/when-called.ts';
import { getUsage } from './get-usage.ts';

/** The handlers of health and usage, and of what few look at: the APIs that connect by name, the actions of connectors. */
export function usageHandlers(ports: {
  connections: Pick<ConnectionStore, 'get'>;
  /** Loaded when the health of a connection is asked for. */
  upstreams: () => Promise<Pick<UpstreamStore, 'read'>>;
  usage: Pick<UsageStore, 'list'>;
  modelUsage: Pick<ModelUsageStore, 'list'>;
}): Handlers<typeof API.usage> {
  return {
    getConnectionHealth: whenCalled(async () => {
      const [{ getConnectionHealth }, upstreams] = await Promise.all([
        import('./get-connection-health.ts'),
        ports.upstreams(),
      ]);
      return getConnectionHealth({ ...ports, upstreams });
    }),
    getUsage: getUsage(ports),
    listConnectors: whenCalled(async () => (await import('./list-connectors.ts')).listConnectors()),
    listPresets: whenCalled(async () => (await import('./list-presets.ts')).listPresets()),
  };
}
