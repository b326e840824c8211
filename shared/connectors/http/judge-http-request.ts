import { HTTP_METHODS, type HttpMethod } from '../../domain/catalogue.ts';
import { isTransportHeader } from '../../domain/binding.ts';
import type { ErrorDetail } from '../../domain/errors.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { Effect } from '../../domain/workflow.ts';
import type { ConnectorAction } from '../connector-action.ts';

/** Scheme, host and port, as written: no template, no user, nothing that ends it early. */
const ORIGIN = /^https?:\/\/[^/?#\\\s{}@]+(?=[/?#]|$)/i;

/** What a request does and where it goes; both have to be known before anything is filled in. */
export const judgeHttpRequest: ConnectorAction['judge'] = (input) => {
  const method = HTTP_METHODS.find((known) => known === input['method']);
  const origin = typeof input['url'] === 'string' ? originOf(input['url']) : undefined;
  const faults: ErrorDetail[] = [
    ...(method === undefined
      ? [{ path: '.method', message: `The method is one of ${HTTP_METHODS.join(', ')}.` }]
      : []),
    ...(origin === undefined
      ? [
          {
            path: '.url',
            message: 'The address must be absolute and name its host: templates stand behind it.',
          },
        ]
      : []),
    ...headerFaults(input['headers']),
  ];
  if (faults.length > 0 || method === undefined || origin === undefined) return { faults };
  return { judgement: { origin, effect: EFFECT_OF[method] ?? 'write', repeatable: REPEATABLE.has(method) } };
};

const EFFECT_OF: Readonly<Partial<Record<HttpMethod, Effect>>> = {
  GET: 'read',
  HEAD: 'read',
  OPTIONS: 'read',
  TRACE: 'read',
  DELETE: 'irreversible',
};

/** RFC 9110, section 9.2.2. */
const REPEATABLE: ReadonlySet<HttpMethod> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

function originOf(url: string): string | undefined {
  const written = ORIGIN.exec(url.trim())?.[0];
  return written !== undefined && URL.canParse(written) ? new URL(written).origin : undefined;
}

/** RFC 9110, section 5.1. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;
const OWN = new Set(['accept', 'content-type']);

function headerFaults(headers: Json | undefined): readonly ErrorDetail[] {
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) return [];
  return Object.entries(headers as JsonObject).flatMap(([name, value]) => {
    const message = faultOfHeader(name, value);
    return message === undefined ? [] : [{ path: `.headers.${name}`, message }];
  });
}

function faultOfHeader(name: string, value: Json): string | undefined {
  const lower = name.toLowerCase();
  if (!HEADER_NAME.test(name)) return 'This is no name of a header.';
  if (lower === 'authorization' || lower === 'cookie')
    return 'A credential is stored with a connection: name that as apiConnectionId.';
  if (isTransportHeader(lower) && !OWN.has(lower)) return 'This header belongs to the transport.';
  return typeof value === 'object' ? 'A header holds text.' : undefined;
}
