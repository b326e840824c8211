/**
 * Options of every SDK client: three attempts in standard mode, and timeouts that end a hanging call well before the
 * function's own. `requestTimeoutMs` bounds one attempt until the end of its answer. Connections are kept alive.
 */
export function clientOptions({ requestTimeoutMs = 3_000, attempts = 3 } = {}) {
  return {
    retryMode: 'standard',
    maxAttempts: attempts,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
      httpsAgent: { keepAlive: true, maxSockets: 64 },
      httpAgent: { keepAlive: true, maxSockets: 64 },
    },
  } as const;
}
