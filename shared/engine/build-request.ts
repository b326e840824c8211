import { createHash } from 'node:crypto';
import type { HttpMethod } from '../domain/catalogue.ts';
import { AppError } from '../domain/errors.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import type { CallBinding } from '../domain/workflow.ts';
import { buildBody } from './build-body.ts';
import { encodeStrictly, queryPairs, simpleText } from './serialise-parameter.ts';

/** An HTTP request that is ready but for its credential. */
export interface BuiltRequest {
  readonly url: string;
  readonly method: HttpMethod;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Turns the values of a step into the HTTP request of its operation. Pure. Throws STEP_INPUT_INVALID for a value that
 * would change the path (empty, `.`, `..`), a header with a line break, and whatever would leave the API's origin.
 */
export function buildRequest({
  binding,
  method,
  path,
  values,
}: {
  readonly binding: CallBinding;
  readonly method: HttpMethod;
  /** The path template, `/pets/{petId}`. */
  readonly path: string;
  readonly values: JsonObject;
}): BuiltRequest {
  const given = (name: string): Json | undefined => (Object.hasOwn(values, name) ? values[name] : undefined);
  const headers: Record<string, string> = { accept: 'application/json, */*;q=0.5' };
  const query: (readonly [string, string])[] = [];
  const cookies: string[] = [];
  for (const parameter of binding.parameters) {
    const value = given(parameter.name);
    if (value === undefined || value === null) continue;
    if (parameter.in === 'query') query.push(...queryPairs(parameter, value));
    if (parameter.in === 'header')
      headers[parameter.name.toLowerCase()] = headerText(
        parameter.name,
        simpleText(parameter, value, String),
      );
    if (parameter.in === 'cookie') {
      cookies.push(
        ...queryPairs(parameter, value).map(
          ([name, text]) => `${encodeStrictly(name)}=${encodeStrictly(text)}`,
        ),
      );
    }
  }
  if (cookies.length > 0) headers['cookie'] = cookies.join('; ');
  const url = targetOf({ binding, path: fillPath({ path, binding, given }), query });
  const value = bodyValue(binding, values);
  if (binding.body === undefined || value === undefined) return { url, method, headers };
  const boundary = `apiq-${createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)}`;
  const { contentType, body } = buildBody({ contentType: binding.body.contentType, value, boundary });
  return {
    url,
    method,
    headers: { ...headers, 'content-type': headerText('content-type', contentType) },
    body,
  };
}

function bodyValue({ body, parameters }: CallBinding, values: JsonObject): Json | undefined {
  if (body === undefined) return undefined;
  if (body.mode === 'whole') return Object.hasOwn(values, 'body') ? values['body'] : undefined;
  const placed = new Set(parameters.map(({ name }) => name));
  const members = Object.entries(values).filter(([name]) => !placed.has(name));
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

function fillPath({
  path,
  binding,
  given,
}: {
  path: string;
  binding: CallBinding;
  given: (name: string) => Json | undefined;
}): string {
  return path.replace(/\{([^{}/]+)\}/g, (_whole, name: string) => {
    const value = given(name);
    if (value === undefined || value === null)
      throw new AppError('STEP_INPUT_INVALID', `The path parameter ${name} has no value.`);
    const parameter = binding.parameters.find((known) => known.in === 'path' && known.name === name) ?? {
      name,
    };
    const text = simpleText(parameter, value, encodeStrictly);
    // A segment of dots would be taken out of the path by every URL parser, and with it the operation would change.
    if (text === '' || /^(\.|%2e){1,2}$/i.test(text)) {
      throw new AppError('STEP_INPUT_INVALID', `The path parameter ${name} may not be empty, "." or "..".`);
    }
    return text;
  });
}

function targetOf({
  binding,
  path,
  query,
}: {
  binding: CallBinding;
  path: string;
  query: readonly (readonly [string, string])[];
}): string {
  const base = URL.canParse(binding.baseUrl) ? new URL(binding.baseUrl) : undefined;
  if (base === undefined)
    throw new AppError('STEP_INPUT_INVALID', 'The base URL of this connection is not a URL.');
  const prefix = base.pathname.replace(/\/+$/, '');
  const text = `${base.origin}${prefix}${path.startsWith('/') ? path : `/${path}`}`;
  const target = new URL(text);
  const same = target.origin === base.origin && target.username === '' && target.password === '';
  if (!same || !target.pathname.startsWith(prefix) || /\/\.\.?(\/|$)/.test(path)) {
    throw new AppError('STEP_INPUT_INVALID', `The call would leave ${base.origin}${prefix}.`);
  }
  const search = query.map(([name, value]) => `${encodeStrictly(name)}=${encodeStrictly(value)}`).join('&');
  if (search !== '') target.search = target.search === '' ? search : `${target.search.slice(1)}&${search}`;
  target.hash = '';
  return target.href;
}

/** A header's value, where it can be one. */
export function headerText(name: string, text: string): string {
  // RFC 9110, section 5.5: no line breaks and no other control characters; beyond Latin-1 nothing can be sent.
  if (/[^\t\x20-\x7e\x80-\xff]/.test(text)) {
    throw new AppError('STEP_INPUT_INVALID', `The header ${name} holds characters that a header cannot.`);
  }
  return text;
}
