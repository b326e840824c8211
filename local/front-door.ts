import { createContext, Script } from 'node:vm';
import {
  readOutcome,
  toViewerEvent,
  type ViewerOutcome,
  type ViewerRequest,
} from './front-door/viewer-event.ts';

/** For the code itself and for one request on trial; a watchdog for every request costs ten times the function. */
const TRIAL_MS = 1000;

const TRIAL: ViewerRequest = { method: 'GET', path: '/', rawQuery: '', headers: {}, sourceIp: '127.0.0.1' };

/**
 * Does to a request what the template's distribution does: runs the code of its AWS::CloudFront::Function (runtime
 * cloudfront-js-2.0, event type viewer-request) and adds the origin's headers. Throws where the code has no `handler`, or
 * where that does not come to an end on trial.
 */
export function createFrontDoor(options: {
  readonly code: string | undefined;
  /** What the distribution adds for the origin, in place of what the viewer sent. */
  readonly originHeaders: Readonly<Record<string, string>>;
  readonly newRequestId: () => string;
}): (request: ViewerRequest) => Promise<ViewerOutcome> {
  const { code, newRequestId } = options;
  const own = Object.entries(options.originHeaders).map(([name, value]) => [name, [value]] as const);
  const run = code === undefined ? undefined : createViewerFunction(code);
  return async (request) => {
    const outcome: ViewerOutcome = run ? await run(request, newRequestId()) : { request };
    if ('answer' in outcome) return outcome;
    const { path, rawQuery, headers } = outcome.request;
    return { request: { path, rawQuery, headers: { ...headers, ...Object.fromEntries(own) } } };
  };
}

function createViewerFunction(
  code: string,
): (request: ViewerRequest, requestId: string) => Promise<ViewerOutcome> {
  const context = createContext(
    { console: { log: () => {} } },
    { codeGeneration: { strings: false, wasm: false } },
  );
  new Script(code, { filename: 'front-door.js' }).runInContext(context, { timeout: TRIAL_MS });
  if (new Script('typeof handler').runInContext(context) !== 'function')
    throw new Error('The CloudFront function has no handler.');
  const script = new Script('handler(JSON.parse(__event))');
  const call = (event: object, limits: { timeout?: number } = {}): unknown => {
    context['__event'] = JSON.stringify(event);
    return script.runInContext(context, limits);
  };
  call(toViewerEvent(TRIAL, 'trial'), { timeout: TRIAL_MS });
  return async (request, requestId) => {
    const event = toViewerEvent(request, requestId);
    return readOutcome(await call(event), { request, event });
  };
}
