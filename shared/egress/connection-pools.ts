import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import buildConnector from 'undici/lib/core/connect.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import type { Dispatcher } from 'undici';

const MAX_POOLS = 64;
const MAX_CONNECTIONS = 16;
const CONNECT_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_MS = 4000;

/** Keep-alive connections, one pool for each origin and the vetted addresses behind it. */
export interface ConnectionPools {
  /** The pool whose connections go to one of `addresses`, with the origin's own name in TLS and in Host. */
  poolFor(origin: string, addresses: readonly string[]): Dispatcher;
  close(): Promise<void>;
}

/** Makes an empty set of pools. The least recently used one is closed where there would be too many. */
export function createConnectionPools({ now }: { readonly now: () => number }): ConnectionPools {
  const pools = new Map<string, { readonly pool: InstanceType<typeof Pool>; usedAt: number }>();
  const drop = (key: string): Promise<void> => {
    const entry = pools.get(key);
    pools.delete(key);
    return entry ? entry.pool.close() : Promise.resolve();
  };
  return {
    poolFor(origin, addresses) {
      const key = `${origin} ${addresses.join(' ')}`;
      const found = pools.get(key);
      // A frozen function wakes with dead connections, and timers that should have closed them have not fired.
      const isStale = found !== undefined && now() - found.usedAt > KEEP_ALIVE_MS;
      if (found && isStale) void drop(key);
      const entry = found && !isStale ? found : { pool: openPool(origin, addresses), usedAt: 0 };
      entry.usedAt = now();
      pools.delete(key);
      pools.set(key, entry);
      const oldest = pools.keys().next().value;
      if (pools.size > MAX_POOLS && oldest !== undefined) void drop(oldest);
      return entry.pool;
    },
    async close() {
      await Promise.all([...pools.keys()].map(drop));
    },
  };
}

function openPool(origin: string, addresses: readonly string[]): InstanceType<typeof Pool> {
  const connector = buildConnector({
    allowH2: false,
    timeout: CONNECT_TIMEOUT_MS,
    rejectUnauthorized: true,
    autoSelectFamily: true,
    lookup: answerWith(addresses),
  });
  return new Pool(origin, {
    connect: connector,
    connections: MAX_CONNECTIONS,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    // The request's own clock bounds these.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** A look-up that never asks anybody: it answers what has been vetted. */
function answerWith(addresses: readonly string[]): LookupFunction {
  const answers = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_hostname, options, callback) => {
    const [first] = answers;
    if (options.all) callback(null, answers);
    else if (first) callback(null, first.address, first.family);
  };
}
