import { createHash } from 'node:crypto';
import { HTTP_METHODS } from '../../domain/catalogue.ts';
import { AppError } from '../../domain/errors.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { buildBody } from '../../engine/build-body.ts';
import { headerText, type BuiltRequest } from '../../engine/build-request.ts';
import { encodeStrictly, queryPairs, textOf } from '../../engine/serialise-parameter.ts';

/** The request of an input whose templates are filled in. STEP_INPUT_INVALID for what cannot be sent. */
export function buildHttpRequest(input: JsonObject): BuiltRequest {
  const method = HTTP_METHODS.find((known) => known === input['method']);
  const address = input['url'];
  if (method === undefined || typeof address !== 'string' || !URL.canParse(address))
    throw new AppError('STEP_INPUT_INVALID', 'The request has no method or no address.');
  const url = withQuery(address, membersOf(input['query'], 'query'));
  const headers: Record<string, string> = { accept: 'application/json, */*;q=0.5' };
  for (const [name, value] of Object.entries(membersOf(input['headers'], 'headers')))
    headers[name.toLowerCase()] = headerText(name, textOf(value));
  const { body: value } = input;
  if (value === undefined || value === null) return { url, method, headers };
  const {
    'content-type': type = typeof value === 'string' ? 'text/plain; charset=utf-8' : 'application/json',
  } = headers;
  // A text is what a person has written in that type.
  if (typeof value === 'string')
    return { url, method, headers: { ...headers, 'content-type': type }, body: value };
  const boundary = `apiq-${createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)}`;
  const { contentType, body } = buildBody({ contentType: type, value, boundary });
  return { url, method, headers: { ...headers, 'content-type': contentType }, body };
}

function withQuery(address: string, query: JsonObject): string {
  const url = new URL(address);
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === null ? [] : queryPairs({ name, style: 'form', explode: isList(value) }, value),
  );
  const added = pairs.map(([name, text]) => `${encodeStrictly(name)}=${encodeStrictly(text)}`);
  url.search = [url.search.slice(1), ...added].filter((part) => part !== '').join('&');
  url.hash = '';
  return url.href;
}

function membersOf(value: Json | undefined, name: string): JsonObject {
  if (value === undefined || value === null) return {};
  if (typeof value === 'object' && !isList(value)) return value;
  throw new AppError('STEP_INPUT_INVALID', `"${name}" must be an object.`);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
