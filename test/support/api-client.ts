import { request } from 'undici';
import { conformanceFaults } from './conformance.ts';

/** An answer of the API. `body` is what JSON.parse gives: a test reads what it expects there. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  // oxlint-disable-next-line typescript/no-explicit-any -- the point of a journey is to look into whatever came back
  readonly body: any;
  readonly text: string;
}

export interface CallOptions {
  readonly body?: unknown;
  /** Sent as it is instead of `body`. */
  readonly raw?: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For routes that the document does not hold, on purpose. */
  readonly undocumented?: boolean;
}

/** The laptop cloud that the journeys share. */
export function laptopUrl(): string {
  const url = process.env['APIQ_TEST_URL'];
  if (url === undefined)
    throw new Error('The laptop cloud is not running: run the journeys through npm test.');
  return url;
}

/** Calls the public API by HTTP; every answer is held against the published document. */
export async function call(
  method: string,
  path: string,
  options: CallOptions = {},
  base = laptopUrl(),
): Promise<Answer> {
  const { body, raw, token, headers = {}, undocumented = false } = options;
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await request(`${base}/api/v1${path}`, {
    // undici narrows methods to a list; tests use the ordinary ones.
    method: method as 'GET',
    headers: {
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(payload === undefined ? {} : { body: payload }),
  });
  const text = await response.body.text();
  const contentType = String(response.headers['content-type'] ?? '');
  const parsed: unknown = contentType.includes('json') ? JSON.parse(text) : text;
  if (!undocumented) {
    const [bare = ''] = path.split('?');
    const faults = conformanceFaults({
      method,
      path: bare,
      status: response.statusCode,
      contentType,
      body: parsed,
    });
    if (faults.length > 0)
      throw new Error(
        `The answer does not fit docs/openapi.json:\n${faults.join('\n')}\n${text.slice(0, 2000)}`,
      );
  }
  return { status: response.statusCode, headers: response.headers, body: parsed, text };
}

/** Reads one of the laptop cloud's own pages (`/_local/…`). */
// oxlint-disable-next-line typescript/no-explicit-any -- as above
export async function local(path: string, base = laptopUrl()): Promise<any> {
  const response = await request(`${base}/_local${path}`);
  return response.body.json();
}

/** Waits until `look` gives something, at most `timeoutMs`. */
export async function until<T>(look: () => Promise<T | undefined>, timeoutMs = 20_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Nothing came within ${timeoutMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
