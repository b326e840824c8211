import type { adminRoutes } from '../../shared/api/admin.ts';
import type { Clock, DocumentCache } from '../../shared/ports.ts';
import type { Handlers } from '../../shared/runtime/serve.ts';
import { clearOpenApiCache } from './clear-open-api-cache.ts';
import { getOpenApiCache } from './get-open-api-cache.ts';

/** The handlers of `/admin`. */
export function adminHandlers(ports: {
  readonly documentCache: DocumentCache;
  readonly clock: Clock;
}): Handlers<typeof adminRoutes> {
  return {
    getOpenApiCache: getOpenApiCache(ports),
    clearOpenApiCache: clearOpenApiCache(ports),
  };
}
