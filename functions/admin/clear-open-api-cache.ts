import type { adminRoutes } from '../../shared/api/admin.ts';
import type { DocumentCache } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

/** Empties the document cache of the deployment. */
export function clearOpenApiCache({
  documentCache,
}: {
  documentCache: Pick<DocumentCache, 'clear'>;
}): Handler<typeof adminRoutes.clearOpenApiCache> {
  return async ({ change }) => ({ cleared: await documentCache.clear(change({ details: {} })) });
}
