import type { Dispatcher } from 'undici';
import { EgressError } from '../domain/egress-error.ts';
import type { EgressResponse } from '../ports.ts';
import { readBody, type BodyFault, type BodyReader } from './decode-body.ts';

/** One request to one address that has been vetted. */
export interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

const BODY_FAULTS: Readonly<Record<BodyFault, string>> = {
  'too-large': 'sent more than may be read',
  'bad-encoding': 'sent a body that does not decompress',
  'unknown-encoding': 'sent a body in an encoding that is not supported',
};

/**
 * Sends one request and reads the whole answer within `maxBytes`; no redirect is followed. The abort of `signal` ends it
 * at any stage, with the signal's reason made an EgressError by `onAbort`. Throws API_CONNECTION_FAILED.
 */
export function sendOnce({
  hop,
  dispatcher,
  maxBytes,
  signal,
  onAbort,
}: {
  readonly hop: Hop;
  readonly dispatcher: Dispatcher;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  readonly onAbort: (sent: boolean) => EgressError;
}): Promise<EgressResponse> {
  const { url, method, headers, body } = hop;
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let reader: BodyReader | undefined;
    let failure: EgressError | undefined;
    const fail = (error: EgressError): void => {
      if (failure) return;
      failure = error;
      signal.removeEventListener('abort', abort);
      reader?.cancel();
      controller?.abort(error);
      reject(error);
    };
    const abort = (): void => fail(onAbort(controller !== undefined));
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });

    dispatcher.dispatch(
      {
        path: `${url.pathname}${url.search}`,
        method,
        headers,
        body: body ?? null,
      },
      {
        onRequestStart(started) {
          if (failure) started.abort(failure);
          else controller = started;
        },
        onResponseStart(started, status, rawHeaders) {
          if (status < 200) return;
          const answer = flatten(rawHeaders);
          const finish = (bytes: Uint8Array): void => {
            signal.removeEventListener('abort', abort);
            // The pool takes its connection back a turn later; a caller who goes on at once should find it free, not
            // open another.
            setImmediate(() =>
              setImmediate(resolve, { status, headers: answer, body: bytes, url: url.href }),
            );
          };
          reader = readBody({
            encoding: answer['content-encoding'] ?? '',
            maxBytes,
            onReady: () => started.resume(),
            onDone: finish,
            onFault: (fault) =>
              fail(
                new EgressError('API_CONNECTION_FAILED', `${url.host} ${BODY_FAULTS[fault]}.`, {
                  sent: true,
                  isTooLarge: fault === 'too-large',
                  answered: true,
                }),
              ),
          });
        },
        onResponseData(started, chunk) {
          if (reader?.write(chunk) === false) started.pause();
        },
        onResponseEnd() {
          reader?.end();
        },
        onResponseError(_controller, error) {
          fail(connectionFailure(url.host, error, controller !== undefined));
        },
      },
    );
  });
}

/** Several headers of one name become one, as RFC 9110, 5.3 allows. */
function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => {
    return [name.toLowerCase(), Array.isArray(value) ? value.join(', ') : (value ?? '')] as const;
  });
  return Object.fromEntries(entries);
}

/** A sentence and the system's code; the error itself may quote what was sent, and stays here. */
function connectionFailure(host: string, error: Error, sent: boolean): EgressError {
  const code =
    'code' in error && typeof error.code === 'string' && /^[A-Z0-9_]{3,60}$/.test(error.code)
      ? error.code
      : '';
  const detail = code === '' ? '' : ` (${code})`;
  const isTls = /CERT|UNABLE_TO_(GET|VERIFY)/.test(code);
  const sentence = isTls
    ? `The certificate of ${host} was not accepted`
    : sent
      ? `The connection to ${host} broke before the answer was complete`
      : `No connection to ${host} could be made`;
  return new EgressError('API_CONNECTION_FAILED', `${sentence}${detail}.`, { sent });
}
