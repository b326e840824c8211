import { createGateway, type HttpApi } from '../../local/gateway.ts';
import type { GatewayRequest } from '../../local/gateway/request-event.ts';
import type { InvocationResult } from '../../local/lambda/invocation.ts';

export const SOURCE_PREFIX = 'arn:aws:execute-api:us-east-1:000000000000:api1/$default/';

/** A gateway before one function whose answer is given; remembers the events and who asked for a permission. */
export function gatewayUnderTest(
  options: {
    readonly api?: Partial<HttpApi>;
    readonly answer?: unknown;
    readonly result?: InvocationResult | Promise<InvocationResult>;
    readonly permitted?: boolean;
    readonly now?: () => number;
  } = {},
) {
  const events: Record<string, unknown>[] = [];
  const sources: string[] = [];
  const gateway = createGateway({
    api: {
      apiId: 'api1',
      stage: '$default',
      routes: [
        { routeKey: 'GET /pets/{id}', functionArn: 'fn', timeoutMs: 20 },
        { routeKey: 'POST /pets', functionArn: 'fn', timeoutMs: 20 },
      ],
      cors: undefined,
      throttle: undefined,
      ...options.api,
    },
    invoke: async (_functionArn, payload) => {
      events.push(JSON.parse(payload));
      return options.result ?? { payload: JSON.stringify(options.answer ?? { statusCode: 200 }) };
    },
    permits: (_functionArn, sourceArn) => {
      sources.push(sourceArn);
      return options.permitted ?? true;
    },
    newRequestId: () => 'req-1',
    clock: {
      now: options.now ?? (() => Date.UTC(2020, 2, 12, 19, 3, 58, 390)),
      after: (ms, task) => {
        const timer = setTimeout(task, ms);
        return () => clearTimeout(timer);
      },
    },
    log: () => {},
  });
  const send = (request: Partial<GatewayRequest> = {}) =>
    gateway({
      method: 'GET',
      path: '/pets/7',
      rawQuery: '',
      headers: {},
      body: Buffer.alloc(0),
      sourceIp: '192.0.2.1',
      protocol: 'HTTP/1.1',
      ...request,
    });
  return { send, events, sources };
}
