import type { Json } from '../domain/json.ts';
import { REDACTED } from '../engine/redact.ts';
import type { EgressResponse } from '../ports.ts';
import type { OpenConnection } from './open-connection.ts';
import { redactorOf } from './sign-call.ts';
import { SHOWN_CHARACTERS } from './show-request.ts';

/** An answer as a person may see it; `body` is JSON where the answer is, text otherwise, and null where there is nothing to show. */
export interface ShownResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
  /** Of the whole body, unpacked. */
  readonly bytes: number;
  readonly truncated: boolean;
  /** Why the body is not shown as it came. */
  readonly note?: string;
}

const MAX_HEADERS = 100;
const MAX_HEADER_CHARACTERS = 2000;
/** Answers that hand out a session or a key: the person has one already, and nobody else may read it over a shoulder. */
const SECRET_HEADER =
  /cookie|authori[sz]ation|auth-info|token|secret|session|api-?key|password|signature|csrf|xsrf/;
const MAX_DEPTH = 200;

/** An answer without the secret of the connection and without the sessions and keys that its headers hand out. */
export function showResponse({
  response,
  opened,
}: {
  readonly response: EgressResponse;
  readonly opened: OpenConnection;
}): ShownResponse {
  const redact = redactorOf(opened);
  const { status, body } = response;
  // Redacted before it is cut: a secret on the edge would leave its first half.
  const headers = Object.entries(redact({ ...response.headers }))
    .slice(0, MAX_HEADERS)
    .map(([name, value]) => [
      name,
      SECRET_HEADER.test(name) ? REDACTED : value.slice(0, MAX_HEADER_CHARACTERS),
    ]);
  return {
    status,
    headers: Object.fromEntries(headers),
    bytes: body.byteLength,
    ...showBody(response, redact),
  };
}

function showBody(
  { headers, body }: EgressResponse,
  redact: ReturnType<typeof redactorOf>,
): Pick<ShownResponse, 'body' | 'truncated' | 'note'> {
  if (body.byteLength === 0) return { body: null, truncated: false };
  const contentType = headers['content-type'] ?? '';
  const decoded = textOf(body, contentType);
  if (decoded === undefined) {
    const kind = contentType === '' ? 'of no stated type' : `(${contentType.slice(0, 100)})`;
    return { body: null, truncated: true, note: `A binary answer ${kind} is not shown.` };
  }
  // Numbers are found in the text alone.
  const text = redact(decoded);
  if (text.length > SHOWN_CHARACTERS) {
    const note = `The answer has ${text.length} characters; the first ${SHOWN_CHARACTERS} are shown.`;
    return { body: text.slice(0, SHOWN_CHARACTERS), truncated: true, note };
  }
  const value = /[/+]json\b/i.test(contentType) ? parsed(text) : undefined;
  // Once more as values: JSON can spell any letter by its number.
  return { body: value === undefined ? text : redact(value), truncated: false };
}

/** The text of a body in the character set it names; undefined where it is none. */
function textOf(body: Uint8Array, contentType: string): string | undefined {
  const label = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    const text = decoder(label).decode(body);
    return text.includes('\u0000') ? undefined : text;
  } catch {
    return undefined;
  }
}

function decoder(label: string): { decode(bytes: Uint8Array): string } {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    return new TextDecoder('utf-8', { fatal: true });
  }
}

function parsed(text: string): Json | undefined {
  if (isDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a JSON text may nest deeper than can be written out again; brackets inside strings count, too. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === '[' || char === '{') depth += 1;
    if (char === ']' || char === '}') depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}
