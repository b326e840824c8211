import type { Validators } from '../domain/ingestion.ts';
import type { Change } from './changes.ts';

/** What a server has under an address. */
export type FetchedDocument =
  | {
      readonly notModified: false;
      readonly bytes: Uint8Array;
      /** The address that answered, after redirects: relative references resolve against it. */
      readonly url: string;
      readonly validators: Validators;
    }
  /** What the caller has of it is still right. */
  | { readonly notModified: true };

/** Documents by their address, through the cache of the deployment. */
export interface Documents {
  /**
   * A document that was fetched within the last hour is answered without asking its server, unless `revalidate`; an
   * older one is asked after with If-None-Match and If-Modified-Since. `known`: the validators of what the caller has,
   * for addresses that the cache does not hold. Throws EGRESS_REFUSED, API_CONNECTION_FAILED or UPSTREAM_TIMEOUT.
   */
  fetch(request: {
    readonly url: string;
    readonly timeoutMs: number;
    readonly revalidate?: boolean;
    readonly known?: Validators;
  }): Promise<FetchedDocument>;
}

/** A document as the cache holds it. Times are ISO 8601. */
export interface CachedDocument {
  /** The address that was asked for … */
  readonly url: string;
  /** … and the one that answered. */
  readonly answeredBy: string;
  readonly bytes: Uint8Array;
  readonly validators: Validators;
  /** When its server last vouched for it. */
  readonly fetchedAt: string;
}

/** Fetched documents, kept compressed for the whole deployment: at most 100, at most 50 MB; the oldest go first. */
export interface DocumentCache {
  get(url: string): Promise<CachedDocument | undefined>;
  put(document: CachedDocument): Promise<void>;
  /** Its server vouched for it once more. */
  confirm(url: string, at: string): Promise<void>;
  list(): Promise<readonly CacheEntry[]>;
  /** Answers how many there were. */
  clear(change: Change): Promise<number>;
}

/** What is known of a cached document without its bytes. */
export interface CacheEntry {
  readonly url: string;
  readonly fetchedAt: string;
  /** Of the compressed bytes. */
  readonly size: number;
}
