import type { Json } from '../domain/json.ts';
import type { EgressResponse } from '../ports.ts';

/** The body of an answer as JSON where it says so and is, else as text; null where it is empty. */
export function readAnswer({ headers, body }: Pick<EgressResponse, 'headers' | 'body'>): Json {
  if (body.byteLength === 0) return null;
  const contentType = headers['content-type'] ?? '';
  const text = new TextDecoder().decode(body);
  if (!/[/+]json\b/i.test(contentType)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What an API says of its own error: the usual members of error bodies, shortened; '' where there is nothing to show. */
export function errorTextOf(answer: Json): string {
  const text = typeof answer === 'string' ? answer : firstText(answer);
  return text.replace(/\s+/g, ' ').trim().slice(0, 200);
}

const ERROR_MEMBERS = ['message', 'error_description', 'detail', 'error', 'title', 'errors', 'description'];

function firstText(value: Json, depth = 0): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || depth > 3) return '';
  const inner: readonly Json[] = Array.isArray(value)
    ? value.slice(0, 1)
    : ERROR_MEMBERS.flatMap((name) => {
        const member = Object.entries(value).find(([key]) => key === name)?.[1];
        return member === undefined ? [] : [member];
      });
  for (const member of inner) {
    const text = firstText(member, depth + 1);
    if (text !== '') return text;
  }
  return '';
}
