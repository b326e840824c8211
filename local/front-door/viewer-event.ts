import * as z from 'zod';

/** A request before the front door has seen it. */
export interface ViewerRequest {
  readonly method: string;
  readonly path: string;
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly sourceIp: string;
}

/** What the front door makes of it: a request to pass on, or an answer of its own. */
export type ViewerOutcome =
  | { readonly request: Pick<ViewerRequest, 'path' | 'rawQuery' | 'headers'> }
  | { readonly answer: { status: number; headers: Readonly<Record<string, string>>; body: string } };

const Value = z.looseObject({
  value: z.string(),
  multiValue: z.array(z.looseObject({ value: z.string() })).optional(),
});
type Value = z.infer<typeof Value>;
const Values = z.record(z.string(), Value);

const RequestOut = z.looseObject({ uri: z.string(), querystring: Values, headers: Values });
const AnswerOut = z.looseObject({
  statusCode: z.number().int(),
  headers: Values.optional(),
  body: z.union([z.string(), z.looseObject({ data: z.string() })]).optional(),
});

export type ViewerEvent = ReturnType<typeof toViewerEvent>;

/** The event of a viewer request (CloudFront Developer Guide, "CloudFront Functions event structure"). */
export function toViewerEvent(request: ViewerRequest, requestId: string) {
  const { cookie = [], ...headers } = request.headers;
  return {
    version: '1.0',
    context: { eventType: 'viewer-request', distributionId: 'local', requestId },
    viewer: { ip: request.sourceIp },
    request: {
      method: request.method,
      uri: request.path,
      querystring: toValues(queryLists(request.rawQuery)),
      headers: toValues(headers),
      cookies: toValues(cookieLists(cookie)),
    },
  };
}

/** Reads what the function returned: an answer of its own, or the request, changed or not. */
export function readOutcome(
  outcome: unknown,
  before: { request: ViewerRequest; event: ViewerEvent },
): ViewerOutcome {
  const own = AnswerOut.safeParse(outcome);
  if (own.success) return { answer: toOwnAnswer(own.data) };
  const { uri, querystring, headers } = RequestOut.parse(outcome);
  const { request, event } = before;
  const sameQuery = JSON.stringify(querystring) === JSON.stringify(event.request.querystring);
  const { cookie = [] } = request.headers;
  return {
    request: {
      path: uri,
      // As the viewer wrote it, unless the function changed it.
      rawQuery: sameQuery ? request.rawQuery : toQuery(querystring),
      headers: { ...toLists(headers), ...(cookie.length > 0 && { cookie }) },
    },
  };
}

function toOwnAnswer(answer: z.infer<typeof AnswerOut>) {
  const { statusCode: status, body = '' } = answer;
  const headers = Object.entries(answer.headers ?? {}).map(
    ([name, { value }]) => [name.toLowerCase(), value] as const,
  );
  return { status, headers: Object.fromEntries(headers), body: typeof body === 'string' ? body : body.data };
}

function queryLists(rawQuery: string): Readonly<Record<string, string[]>> {
  const lists: Record<string, string[]> = {};
  for (const pair of rawQuery.split('&').filter((text) => text !== '')) {
    const equals = pair.indexOf('=');
    const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    (lists[name] ??= []).push(value);
  }
  return lists;
}

function cookieLists(lines: readonly string[]): Readonly<Record<string, string[]>> {
  return queryLists(lines.join('; ').replaceAll(/;\s*/gu, '&'));
}

function toValues(lists: Readonly<Record<string, readonly string[]>>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(lists).map(([name, values]): [string, Value] => [
      name,
      values.length > 1
        ? { value: values[0] ?? '', multiValue: values.map((value) => ({ value })) }
        : { value: values[0] ?? '' },
    ]),
  );
}

function toLists(values: Readonly<Record<string, Value>>): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(values).map(([name, { value, multiValue }]) => [
      name.toLowerCase(),
      multiValue ? multiValue.map((item) => item.value) : [value],
    ]),
  );
}

function toQuery(values: Readonly<Record<string, Value>>): string {
  return Object.entries(toLists(values))
    .flatMap(([name, list]) => list.map((value) => (value === '' ? name : `${name}=${value}`)))
    .join('&');
}
