import { listen } from './listener.ts';

/** A server of OpenAPI documents that change when a test says so, with an ETag each. */
export interface DocumentServer {
  readonly host: string;
  /** From now on this is the document at the path, where there was another; answers its address. */
  serve(path: string, document: object | string): string;
  /** From now on the path is answered with this status and nothing else. */
  fail(path: string, status: number): void;
  /** How often a path was asked for and with which headers, and how often the answer was 304. */
  asked(path: string): {
    readonly all: number;
    readonly unchanged: number;
    readonly headers: readonly Readonly<Record<string, string>>[];
  };
  close(): Promise<void>;
}

export async function startDocumentServer(): Promise<DocumentServer> {
  const served = new Map<string, { body: string; etag: string } | number>();
  const unchanged = new Map<string, number>();
  let versions = 0;
  const listener = await listen((request, response) => {
    const path = request.url ?? '';
    const found = served.get(path) ?? 404;
    if (typeof found === 'number') return response.writeHead(found).end();
    if (request.headers['if-none-match'] === found.etag) {
      unchanged.set(path, (unchanged.get(path) ?? 0) + 1);
      return response.writeHead(304).end();
    }
    return response.writeHead(200, { etag: found.etag, 'content-type': 'application/json' }).end(found.body);
  });
  return {
    host: listener.host,
    serve(path, document) {
      versions += 1;
      const body = typeof document === 'string' ? document : JSON.stringify(document);
      served.set(path, { body, etag: `"${versions}"` });
      return `${listener.url}${path}`;
    },
    fail: (path, status) => void served.set(path, status),
    asked(path) {
      const arrivals = listener.arrivals.filter((arrival) => arrival.path === path);
      const headers = arrivals.map((arrival) => arrival.headers);
      return { all: arrivals.length, unchanged: unchanged.get(path) ?? 0, headers };
    },
    close: () => listener.close(),
  };
}
