import { DOCUMENT_CACHE_LIMITS } from '../domain/document-cache.ts';
import type {
  CachedDocument,
  Clock,
  DocumentCache,
  Documents,
  Egress,
  FetchedDocument,
  Log,
} from '../ports.ts';
import { carriesCredential } from './carries-credential.ts';
import { fetchDocument } from './fetch-document.ts';
import { DEFAULT_LIMITS, type DocumentLimits } from './limits.ts';

/**
 * Documents through the cache. A cache that is out of order costs time and is logged, nothing else; nothing goes into it
 * that was fetched with a credential, or that its server wants kept out of shared caches.
 */
export function createDocuments({
  egress,
  cache,
  clock,
  log,
  limits = DEFAULT_LIMITS,
}: {
  readonly egress: Egress;
  readonly cache: DocumentCache;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: DocumentLimits;
}): Documents {
  const tolerate = async <T>(doing: Promise<T>): Promise<T | undefined> =>
    doing.catch((error: unknown) => {
      log.warn('document cache failed', { error });
      return undefined;
    });

  return {
    async fetch({ url, timeoutMs, revalidate = false, known = {} }) {
      const cacheable = !carriesCredential(url);
      const cached = cacheable ? await tolerate(cache.get(url)) : undefined;
      if (cached !== undefined && !revalidate && isFresh(cached, clock)) return fromCache(cached);
      const { answer, storable } = await fetchDocument({
        egress,
        url,
        validators: cached?.validators ?? known,
        timeoutMs,
        limits,
      });
      const fetchedAt = new Date(clock.now()).toISOString();
      if (answer.notModified) {
        if (cached === undefined) return answer;
        await tolerate(cache.confirm(url, fetchedAt));
        return fromCache(cached);
      }
      if (cacheable && storable && !carriesCredential(answer.url)) {
        const { bytes, url: answeredBy, validators } = answer;
        await tolerate(cache.put({ url, answeredBy, bytes, validators, fetchedAt }));
      }
      return answer;
    },
  };
}

function isFresh({ fetchedAt }: CachedDocument, clock: Clock): boolean {
  return clock.now() - Date.parse(fetchedAt) < DOCUMENT_CACHE_LIMITS.ttlSeconds * 1000;
}

function fromCache({ bytes, answeredBy, validators }: CachedDocument): FetchedDocument {
  return { notModified: false, bytes, url: answeredBy, validators };
}
