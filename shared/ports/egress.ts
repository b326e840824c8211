/** One outgoing request to an address that a user supplied. */
export interface EgressRequest {
  readonly url: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Until the last byte of the answer. */
  readonly timeoutMs: number;
  /** Of the decompressed body. */
  readonly maxBytes: number;
  /** 0: a redirect is an answer like any other. Credentials are dropped when the origin changes. */
  readonly maxRedirects: number;
  /** The URL or the body holds a credential: then it never goes over plain http to a public host. */
  readonly carriesCredential?: boolean;
}

export interface EgressResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The address that answered, after redirects. */
  readonly url: string;
}

/**
 * The only way out. Throws EGRESS_REFUSED (an address that may not be called), API_CONNECTION_FAILED (no connection, too
 * large, bad encoding, too many redirects) or UPSTREAM_TIMEOUT.
 */
export interface Egress {
  request(request: EgressRequest): Promise<EgressResponse>;
}
