import { randomBytes } from 'node:crypto';
import { createCatalogueStore } from '../../shared/aws/catalogue-store.ts';
import { systemClock } from '../../shared/aws/clock.ts';
import { createIds } from '../../shared/aws/ids.ts';
import { createUploads } from '../../shared/aws/uploads.ts';
import { createDocuments } from '../../shared/openapi/documents.ts';
import { DEFAULT_LIMITS, type DocumentLimits } from '../../shared/openapi/limits.ts';
import type { Clock, DocumentCache, Log } from '../../shared/ports.ts';
import { egressWith } from './egress-under-test.ts';
import { memoryBucket } from './memory-bucket.ts';

/** A cache that holds nothing. */
export const NO_CACHE: DocumentCache = {
  get: async () => undefined,
  put: async () => {},
  confirm: async () => {},
  list: async () => [],
  clear: async () => 0,
};

/** What reading a document needs, with a real way out to the hosts named. */
export function ingestionPorts({
  allow = [],
  cache = NO_CACHE,
  clock = systemClock,
  limits = DEFAULT_LIMITS,
}: {
  allow?: readonly string[];
  cache?: DocumentCache;
  clock?: Clock;
  limits?: DocumentLimits;
} = {}) {
  const bucket = memoryBucket();
  const egress = egressWith({ allow });
  const logged: string[] = [];
  const line = (message: string) => void logged.push(message);
  const log: Log = { info: line, warn: line, error: line };
  return {
    bucket,
    egress,
    log,
    logged,
    clock,
    ids: createIds({ clock, randomBytes }),
    catalogues: createCatalogueStore({ bucket }),
    uploads: createUploads({ bucket }),
    documents: createDocuments({ egress, cache, clock, log, limits }),
  };
}
