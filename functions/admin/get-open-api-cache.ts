import type { adminRoutes } from '../../shared/api/admin.ts';
import { DOCUMENT_CACHE_LIMITS } from '../../shared/domain/document-cache.ts';
import type { Clock, DocumentCache } from '../../shared/ports.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

/** Statistics of the document cache. Addresses are shown without their queries, which may tell more than a place. */
export function getOpenApiCache({
  documentCache,
  clock,
}: {
  documentCache: Pick<DocumentCache, 'list'>;
  clock: Clock;
}): Handler<typeof adminRoutes.getOpenApiCache> {
  return async () => {
    const entries = await documentCache.list();
    return {
      size: entries.length,
      totalSizeBytes: entries.reduce((sum, { size }) => sum + size, 0),
      maxSize: DOCUMENT_CACHE_LIMITS.documents,
      maxSizeBytes: DOCUMENT_CACHE_LIMITS.bytes,
      ttl: DOCUMENT_CACHE_LIMITS.ttlSeconds,
      entries: entries
        .toSorted((a, b) => b.fetchedAt.localeCompare(a.fetchedAt))
        .map(({ url, fetchedAt, size }) => ({
          url: withoutQuery(url),
          age: Math.max(0, clock.now() - Date.parse(fetchedAt)),
          size,
          compressed: true,
        })),
    };
  };
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '');
}
