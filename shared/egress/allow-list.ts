/** `HOST:PORT` pairs that may be called although they are not public; only an operator sets them. */
export interface AllowList {
  admits(url: URL): boolean;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** The port of a URL as a number in text, the scheme's own where it names none. */
export function portOf(url: URL): string {
  return url.port === '' ? (DEFAULT_PORTS[url.protocol] ?? '') : url.port;
}

/**
 * Reads `HOST:PORT` entries (`127.0.0.1:4010`, `[::1]:4010`, `localhost:4010`). An entry admits exactly that spelling of
 * the host on exactly that port; another port or another name of the same machine is not admitted. Throws a plain
 * Error for an entry that is none, since that is a fault of the configuration.
 */
export function readAllowList(entries: readonly string[]): AllowList {
  const admitted = new Set(entries.map(readEntry));
  return { admits: (url) => admitted.has(`${url.hostname}:${portOf(url)}`) };
}

function readEntry(entry: string): string {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+):(\d{1,5})$/.exec(entry.trim().toLowerCase());
  const [, host = '', port = ''] = match ?? [];
  const text = `http://${host}:${port}`;
  if (!match || Number(port) < 1 || !URL.canParse(text) || new URL(text).hostname !== host) {
    throw new Error(`"${entry}" is not HOST:PORT with the host in its usual spelling.`);
  }
  return `${host}:${Number(port)}`;
}
