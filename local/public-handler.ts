import type { ViewerOutcome, ViewerRequest } from './front-door/viewer-event.ts';
import type { GatewayAnswer } from './gateway/answer.ts';
import type { GatewayRequest } from './gateway/request-event.ts';
import { INSPECT_PREFIX, type InspectAnswer, type InspectRequest } from './inspect.ts';
import type { PublicHandler } from './public-server.ts';

/**
 * What the public port serves: the laptop's own questions below `/_local/`, the user pool's keys (on AWS they have an
 * address of their own), and everything else through the front door to the HTTP API.
 */
export function createPublicHandler(options: {
  readonly inspector: (request: InspectRequest) => Promise<InspectAnswer>;
  readonly wellKnown: (path: string) => { readonly status: number; readonly body: object } | undefined;
  readonly frontDoor: (request: ViewerRequest) => Promise<ViewerOutcome>;
  readonly gateway: (request: GatewayRequest) => Promise<GatewayAnswer>;
}): PublicHandler {
  const { inspector, wellKnown, frontDoor, gateway } = options;
  return async (request) => {
    if (request.path.startsWith(INSPECT_PREFIX)) return json(await inspector(toInspect(request)));
    const keys = request.method === 'GET' ? wellKnown(request.path) : undefined;
    if (keys) return json(keys);
    const outcome = await frontDoor(request);
    if ('answer' in outcome) return { ...outcome.answer, body: Buffer.from(outcome.answer.body) };
    return gateway({ ...request, ...outcome.request });
  };
}

function toInspect({ method, path, rawQuery, headers, sourceIp }: GatewayRequest): InspectRequest {
  return {
    method,
    path,
    query: new URLSearchParams(rawQuery),
    remoteAddress: sourceIp,
    host: headers['host']?.[0],
    origin: headers['origin']?.[0],
  };
}

function json({ status, body }: InspectAnswer): GatewayAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
}
