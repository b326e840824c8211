import { EgressError } from '../domain/egress-error.ts';
import type { Egress, EgressRequest, EgressResponse, Log } from '../ports.ts';
import { readAllowList, type AllowList } from './allow-list.ts';
import { checkUrl } from './assert-public-url.ts';
import { checkHeaders, hasCredentialHeader } from './check-headers.ts';
import { createConnectionPools, type ConnectionPools } from './connection-pools.ts';
import { ACCEPTED_ENCODINGS } from './decode-body.ts';
import { nextHop, type NextHop } from './next-hop.ts';
import { refuse } from './refuse.ts';
import { sendOnce, type Hop } from './send-once.ts';
import { resolveAny, resolvePublic, systemResolve, type Resolve } from './vet-addresses.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY']);
const MAX_REDIRECTS = 10;
const MAX_TIMEOUT_MS = 900_000;

/** An egress and the connections it keeps. */
export interface OpenEgress extends Egress {
  /** Waits for what is under way and closes every connection. */
  close(): Promise<void>;
}

/**
 * The only way out to addresses that users supply; `docs/decisions/0006-egress.md` says what it refuses and why.
 * `allow` lists `HOST:PORT` pairs that may be called although they are not public. One per function.
 */
export function createEgress({
  allow,
  resolve = systemResolve,
  log,
  now = Date.now,
}: {
  readonly allow: readonly string[];
  readonly resolve?: Resolve;
  readonly log?: Log;
  /** Epoch milliseconds; ages the kept connections. */
  readonly now?: () => number;
}): OpenEgress {
  const pools = createConnectionPools({ now });
  const parts = { allow: readAllowList(allow), resolve, pools };
  return {
    async request(request) {
      try {
        return await follow(request, parts);
      } catch (error) {
        if (error instanceof EgressError && error.code === 'EGRESS_REFUSED') {
          log?.warn('An outgoing request was refused.', { reason: error.message });
        }
        throw error;
      }
    },
    close: () => pools.close(),
  };
}

interface Parts {
  readonly allow: AllowList;
  readonly resolve: Resolve;
  readonly pools: ConnectionPools;
}

async function follow(request: EgressRequest, parts: Parts): Promise<EgressResponse> {
  const limit = Math.min(request.maxRedirects, MAX_REDIRECTS);
  let next: NextHop = firstHop(request);
  const clock = startClock(request.timeoutMs);
  let answers = 0;
  try {
    for (;;) {
      const { url, admitted } = checkUrl(next.url, parts.allow);
      const hop = { ...next, url };
      const answer = await perform({ hop, admitted, request, parts, clock });
      answers += 1;
      const followUp = limit > 0 ? nextHop(hop, answer) : undefined;
      if (!followUp) return answer;
      if (answers > limit)
        throw new EgressError('API_CONNECTION_FAILED', `${url.host} redirects too often.`, {
          answered: true,
        });
      next = followUp;
    }
  } catch (error) {
    // Whatever stops a redirect, the request that led to it has been made.
    throw answers > 0 && error instanceof EgressError
      ? new EgressError(error.code, error.message, { sent: true, answered: error.answered })
      : error;
  } finally {
    clock.stop();
  }
}

function firstHop(request: EgressRequest): NextHop {
  const method = request.method.toUpperCase();
  if (!METHODS.has(method)) refuse('This HTTP method may not be sent.');
  const { body, timeoutMs, maxBytes } = request;
  if (!(timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS) || !(maxBytes >= 0)) {
    throw new RangeError('timeoutMs and maxBytes must bound the request.');
  }
  const given = checkHeaders(request.headers ?? {});
  const headers = { 'user-agent': 'apiq', accept: '*/*', 'accept-encoding': ACCEPTED_ENCODINGS, ...given };
  return { url: request.url, method, headers, ...(body === undefined ? {} : { body }) };
}

async function perform({
  hop,
  admitted,
  request,
  parts: { resolve, pools },
  clock,
}: {
  readonly hop: Hop;
  readonly admitted: boolean;
  readonly request: EgressRequest;
  readonly parts: Parts;
  readonly clock: RequestClock;
}): Promise<EgressResponse> {
  const { url, headers } = hop;
  const isReadable = url.protocol === 'http:' && !admitted;
  if (isReadable && (request.carriesCredential === true || hasCredentialHeader(headers))) {
    refuse(
      `${url.host} is called without encryption, so no credential or header of its own may be sent. Use https.`,
    );
  }
  const onAbort = (sent: boolean): EgressError =>
    new EgressError('UPSTREAM_TIMEOUT', `${url.host} did not answer within ${request.timeoutMs} ms.`, {
      sent,
    });
  const looking = admitted ? resolveAny(url.hostname, resolve) : resolvePublic(url.hostname, resolve);
  const addresses = await clock.race(looking, () => onAbort(false));
  const dispatcher = pools.poolFor(url.origin, addresses);
  return sendOnce({ hop, dispatcher, maxBytes: request.maxBytes, signal: clock.signal, onAbort });
}

/** One clock over every stage of a request, look-ups and redirects included. */
interface RequestClock {
  readonly signal: AbortSignal;
  /** What the promise gives, or the error once the time is over: a look-up cannot be stopped, only left. */
  race<T>(promise: Promise<T>, onTimeout: () => Error): Promise<T>;
  stop(): void;
}

function startClock(timeoutMs: number): RequestClock {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  return {
    signal: abort.signal,
    race: (promise, onTimeout) =>
      new Promise((resolve, reject) => {
        const stop = (): void => reject(onTimeout());
        abort.signal.addEventListener('abort', stop, { once: true });
        if (abort.signal.aborted) stop();
        promise.then(resolve, reject).finally(() => abort.signal.removeEventListener('abort', stop));
      }),
    stop: () => clearTimeout(timer),
  };
}
