import type { Connection } from '../domain/connection.ts';
import type { Json } from '../domain/json.ts';
import { parseTemplate } from '../domain/templates.ts';
import type { ApiCallStep } from '../domain/workflow.ts';
import { markRequest, type ShownRequest } from './show-request.ts';
import { buildCall } from './sign-call.ts';

/**
 * The request of a call before anything ran: templates stand in it as they are written, and a mark where the credential
 * goes. It is built as a run builds it, so that it shows address, headers and body as they will be. Throws what `buildCall`
 * throws: what could not be sent cannot be shown either.
 */
export function previewCall({
  step: { id, method, endpoint: path, binding, parameters },
  connection,
}: {
  readonly step: ApiCallStep;
  readonly connection: Connection;
}): ShownRequest {
  const marks = new Map<string, string>();
  const prefix = unusedPrefix(JSON.stringify(parameters));
  const values = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, withMarks(value, { marks, prefix })]),
  );
  const headers = { 'idempotency-key': `<execution>:${id}` };
  const bare = buildCall({ connection, call: { method, path, binding, values, headers } });
  const show = (text: string, write: (template: string) => string = (template) => template): string =>
    text.replace(new RegExp(`${prefix}\\d+x`, 'g'), (mark) => write(marks.get(mark) ?? mark));
  const isJson = (bare.headers['content-type'] ?? '').includes('json');
  return markRequest({
    auth: connection.auth,
    bare: {
      ...bare,
      url: show(bare.url),
      headers: Object.fromEntries(Object.entries(bare.headers).map(([name, text]) => [name, show(text)])),
      ...(bare.body === undefined ? {} : { body: show(bare.body, isJson ? insideJson : undefined) }),
    },
  });
}

interface Marking {
  readonly marks: Map<string, string>;
  readonly prefix: string;
}

/** Templates would be written in percent form, and could make a path that is none: letters and digits never are. */
function withMarks(value: Json, marking: Marking): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withMarks(item, marking));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, withMarks(inner, marking)]),
    );
  }
  if (typeof value !== 'string') return value;
  const { marks, prefix } = marking;
  return parseTemplate(value)
    .map((part) => {
      if (part.kind === 'text') return part.text;
      const mark = `${prefix}${marks.size}x`;
      marks.set(mark, `{{${part.kind === 'reference' ? part.reference.source : part.source}}}`);
      return mark;
    })
    .join('');
}

function unusedPrefix(text: string): string {
  let prefix = 'tpl';
  while (text.includes(prefix)) prefix += 'q';
  return prefix;
}

function insideJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
