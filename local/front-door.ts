import { createContext, Script } from 'node:vm';
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

/** CloudFront ends a function that takes longer than about a millisecond; a laptop is not that exact. */
const TIMEOUT_MS = 50;

/**
 * Does to a request what the template's distribution does: runs the code of its AWS::CloudFront::Function (runtime
 * cloudfront-js-2.0, event type viewer-request; CloudFront Developer Guide, "CloudFront Functions event structure") and
 * adds the origin's headers. Throws where the code has no `handler`.
 */
export function createFrontDoor(options: {
  readonly code: string | undefined;
  /** What the distribution adds for the origin, in place of what the viewer sent. */
  readonly originHeaders: Readonly<Record<string, string>>;
  readonly newRequestId: () => string;
}): (request: ViewerRequest) => Promise<ViewerOutcome> {
  const { code, newRequestId } = options;
  const own = Object.entries(options.originHeaders).map(([name, value]) => [name, [value]] as const);
  const run = code === undefined ? undefined : createViewerFunction({ code, newRequestId });
  return async (request) => {
    const outcome: ViewerOutcome = run ? await run(request) : { request };
    if ('answer' in outcome) return outcome;
    const { path, rawQuery, headers } = outcome.request;
    return { request: { path, rawQuery, headers: { ...headers, ...Object.fromEntries(own) } } };
  };
}

function createViewerFunction(options: {
  readonly code: string;
  readonly newRequestId: () => string;
}): (request: ViewerRequest) => Promise<ViewerOutcome> {
  const context = createContext(
    { console: { log: () => {} } },
    { codeGeneration: { strings: false, wasm: false } },
  );
  new Script(options.code, { filename: 'front-door.js' }).runInContext(context, { timeout: 1000 });
  if (new Script('typeof handler').runInContext(context) !== 'function')
    throw new Error('The CloudFront function has no handler.');
  const call = new Script('handler(JSON.parse(__event))');

  return async (request) => {
    const querystring = toValues(queryLists(request.rawQuery));
    const { cookie = [], ...headers } = request.headers;
    const event = {
      version: '1.0',
      context: { eventType: 'viewer-request', distributionId: 'local', requestId: options.newRequestId() },
      viewer: { ip: request.sourceIp },
      request: {
        method: request.method,
        uri: request.path,
        querystring,
        headers: toValues(headers),
        cookies: toValues(cookieLists(cookie)),
      },
    };
    context['__event'] = JSON.stringify(event);
    const outcome: unknown = await call.runInContext(context, { timeout: TIMEOUT_MS });
    const own = AnswerOut.safeParse(outcome);
    if (own.success) return { answer: toOwnAnswer(own.data) };
    const changed = RequestOut.parse(outcome);
    const sameQuery = JSON.stringify(changed.querystring) === JSON.stringify(querystring);
    return {
      request: {
        path: changed.uri,
        rawQuery: sameQuery ? request.rawQuery : toQuery(changed.querystring),
        headers: { ...toLists(changed.headers), ...(cookie.length > 0 && { cookie }) },
      },
    };
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
