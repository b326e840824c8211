/** What the cache of fetched documents holds at most, and how long a document is used without asking its server. */
export const DOCUMENT_CACHE_LIMITS = {
  documents: 100,
  /** Of the compressed documents. */
  bytes: 50 * 1024 * 1024,
  ttlSeconds: 3600,
} as const;
