import type { AuthPlacement } from '../domain/connection.ts';
import type { BuiltRequest } from '../engine/build-request.ts';
import { REDACTED } from '../engine/redact.ts';
import type { OpenConnection } from './open-connection.ts';
import { redactorOf } from './sign-call.ts';

/** A request as a person may see it. */
export interface ShownRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly truncated: boolean;
}

/** Characters of a body that are shown. */
export const SHOWN_CHARACTERS = 100_000;

/**
 * A request with a mark where its credential is. It is made of the request before it was signed, so that no secret is
 * ever in it, however short; what the values repeat of the secret is taken out as well.
 */
export function showRequest({
  bare,
  opened,
}: {
  readonly bare: BuiltRequest;
  readonly opened: OpenConnection;
}): ShownRequest {
  const { auth } = opened.connection;
  return markRequest({ bare, auth: opened.credential && auth, redact: redactorOf(opened) });
}

/** The same where nobody has opened the credential. `auth` is undefined where the request would carry none. */
export function markRequest({
  bare,
  auth = { type: 'none' },
  redact = (value) => value,
}: {
  readonly bare: BuiltRequest;
  readonly auth?: AuthPlacement | undefined;
  readonly redact?: ReturnType<typeof redactorOf>;
}): ShownRequest {
  const body = bare.body === undefined ? null : redact(bare.body);
  return {
    method: bare.method,
    url: withMarkedQuery(redact(bare.url), auth),
    headers: { ...redact({ ...bare.headers }), ...markedHeader(auth) },
    body: body === null ? null : body.slice(0, SHOWN_CHARACTERS),
    truncated: body !== null && body.length > SHOWN_CHARACTERS,
  };
}

function markedHeader(auth: AuthPlacement): Readonly<Record<string, string>> {
  switch (auth.type) {
    case 'none':
      return {};
    case 'bearer':
      return { authorization: `Bearer ${REDACTED}` };
    case 'basic':
      return { authorization: `Basic ${REDACTED}` };
    case 'api_key':
      if (auth.in === 'query') return {};
      return auth.in === 'cookie' ? { cookie: REDACTED } : { [auth.name.toLowerCase()]: REDACTED };
  }
}

function withMarkedQuery(url: string, auth: AuthPlacement): string {
  if (auth.type !== 'api_key' || auth.in !== 'query') return url;
  // Not by URL, which would write the brackets of the mark in percent form.
  const without = new URL(url);
  without.searchParams.delete(auth.name);
  const joint = without.search === '' ? '?' : '&';
  return `${without.href}${joint}${encodeURIComponent(auth.name)}=${REDACTED}`;
}
