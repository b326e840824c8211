/** One answered request. Holds no header and no body, so no credential. */
interface LoggedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly status: number;
  /** When it arrived, ISO 8601. */
  readonly at: string;
  /** Whether it carried the right credential. */
  readonly authenticated: boolean;
}

/** The newest requests are kept: a long bench must not fill the memory. */
const KEPT = 20_000;

export interface RequestLog {
  /** Notes an arrival; the returned function notes its answer. */
  arrived(request: Omit<LoggedRequest, 'status'>): (status: number) => void;
  /** The answered requests in the order of their arrival. */
  list(): readonly LoggedRequest[];
}

export function createRequestLog(): RequestLog {
  const entries: (Omit<LoggedRequest, 'status'> & { status?: number })[] = [];
  return {
    arrived({ method, path, at, authenticated }) {
      const entry: (typeof entries)[number] = { method, path, at, authenticated };
      entries.push(entry);
      if (entries.length > KEPT) entries.shift();
      return (status) => {
        entry.status ??= status;
      };
    },
    list: () =>
      entries.flatMap(({ method, path, status, at, authenticated }) =>
        status === undefined ? [] : [{ method, path, status, at, authenticated }],
      ),
  };
}
