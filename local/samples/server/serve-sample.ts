import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dump } from 'js-yaml';
import { challenge, isAuthenticated } from './check-credential.ts';
import { describeSample } from './describe-sample.ts';
import { createFaults } from './faults.ts';
import { findOperation } from './find-operation.ts';
import { listenFrom } from './listen.ts';
import { createRateLimit } from './rate-limit.ts';
import { readJson } from './read-json.ts';
import { createRequestLog } from './request-log.ts';
import { RestError, toRestError } from './rest-error.ts';
import type { AuthHint, RunningSample, SampleDefinition } from './sample.ts';

/** Starts a sample on the loopback address, at `port` or the next free one. */
export async function serveSample(
  definition: SampleDefinition,
  options: { readonly port: number; readonly credential: string; readonly now: () => number },
): Promise<RunningSample> {
  const { name, auth, build } = definition;
  const { credential, now } = options;
  const authHint: AuthHint = { ...auth, value: credential };
  const operations = build({ now });
  const log = createRequestLog();
  const faults = createFaults();
  const limit = createRateLimit({ now });
  let document: ReturnType<typeof describeSample>;

  /** What is there to look at and to disturb the sample; it is in no document and in no log. */
  async function answerBackstage(request: IncomingMessage, path: string): Promise<Reply | undefined> {
    const { method } = request;
    if (method === 'GET' && path === '/openapi.json') return { status: 200, body: document };
    if (method === 'GET' && path === '/openapi.yaml') return { status: 200, yaml: dump(document) };
    if (method === 'GET' && path === '/_requests') return { status: 200, body: log.list() };
    if (method === 'POST' && path === '/_fault')
      return { status: 200, body: faults.set(await readJson(request)) };
    if (method === 'POST' && path === '/_limit')
      return { status: 200, body: limit.set(await readJson(request)) };
    return undefined;
  }

  async function answer(request: IncomingMessage, url: URL, authenticated: boolean): Promise<Reply> {
    const { pathname: path, searchParams } = url;
    await faults.apply();
    if (!authenticated) {
      const message = 'The credential is missing or wrong.';
      throw new RestError({ status: 401, code: 'unauthorized', message, headers: challenge(authHint, name) });
    }
    const { operation, params } = findOperation(operations, { method: request.method ?? '', path });
    const body = operation.body === undefined ? undefined : await readJson(request);
    const result = operation.run({ params, query: readQuery(searchParams), body });
    return { status: operation.success.status, ...(result === undefined ? {} : { body: result }) };
  }

  const server = createServer((request, response) => {
    void (async () => {
      const target = request.url ?? '/';
      let answered = (_status: number) => {};
      let stated: Readonly<Record<string, string>> = {};
      let reply: Reply;
      try {
        const url = URL.parse(target, 'http://sample');
        if (url === null || !target.startsWith('/')) {
          throw new RestError({ status: 400, code: 'malformed_path', message: 'The path is not valid.' });
        }
        const backstage = /^\/(openapi\.|_requests$|_fault$|_limit$)/.test(url.pathname);
        const authenticated = isAuthenticated(request.headers, authHint);
        if (!backstage) {
          const at = new Date(now()).toISOString();
          answered = log.arrived({
            method: request.method ?? '',
            path: target.replaceAll(credential, '***'),
            at,
            authenticated,
          });
          stated = limit.take();
        }
        reply =
          (backstage ? await answerBackstage(request, url.pathname) : undefined) ??
          (await answer(request, url, authenticated));
      } catch (error) {
        const { status, body, headers } = toRestError(error);
        reply = { status, body, headers };
      }
      answered(reply.status);
      send(request, response, { ...reply, headers: { ...stated, ...reply.headers } });
    })();
  });

  const url = `http://127.0.0.1:${await listenFrom(server, options.port)}`;
  document = describeSample(definition, operations, url);
  return {
    name,
    url,
    documentUrl: `${url}/openapi.json`,
    authHint,
    close: () =>
      new Promise((resolve) => {
        faults.stop();
        // The only error is that it is closed already.
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly yaml?: string;
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body, yaml }: Reply,
): void {
  // A body that nobody wanted would hold up the next request of the connection.
  request.resume();
  const text = yaml ?? (body === undefined ? '' : JSON.stringify(body));
  response.writeHead(status, {
    ...(text === '' ? {} : { 'content-type': yaml === undefined ? 'application/json' : 'application/yaml' }),
    ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(text) }),
    ...headers,
  });
  response.end(text);
}

/** A name that is given once is a string, one that is given more often a list. */
function readQuery(parameters: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const [only, ...more] = parameters.getAll(name);
      return [name, only === undefined || more.length > 0 ? parameters.getAll(name) : only];
    }),
  );
}
