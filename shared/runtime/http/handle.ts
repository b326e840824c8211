import type { Change, Ids } from '../../ports.ts';
import type { Exchange, Handler, MakeChange } from './exchange.ts';
import type { Route } from '../../api/route.ts';

/** A handler of any route; the route table has tied the real one to its types. */
export type AnyHandler = Handler<Route>;

/** Stage 6: calls the handler. A route that changes something and makes no change record is a fault of ours. */
export async function handle({
  exchange,
  handlers,
  ids,
}: {
  exchange: Exchange;
  handlers: Readonly<Record<string, AnyHandler>>;
  ids: Ids;
}): Promise<unknown> {
  const handler = handlers[exchange.operationId];
  if (handler === undefined || exchange.input === undefined) {
    throw new Error(`${exchange.operationId} has no handler.`);
  }
  // The input was parsed by the schemas of this very route, whose types the handler was written against.
  const input = {
    ...exchange.input,
    caller: exchange.caller,
    request: exchange.facts,
    change: changeMaker({ exchange, ids }),
    unchanged: () => {
      exchange.changed = true;
    },
    say: (sentence: string) => {
      if (exchange.route.success.says !== true)
        throw new Error(`${exchange.operationId} adds nothing to its message.`);
      exchange.said.push(sentence);
    },
  };
  const output = await handler(input as Parameters<AnyHandler>[0]);
  if (exchange.route.audit !== null && !exchange.changed) {
    throw new Error(`${exchange.operationId} changed something without an audit record.`);
  }
  return output;
}

function changeMaker({ exchange, ids }: { exchange: Exchange; ids: Ids }): MakeChange {
  return ({ details, events = [], actor = actorOf(exchange), action = exchange.route.audit }): Change => {
    if (action === null) throw new Error(`${exchange.operationId} names no audited action.`);
    exchange.changed = true;
    const { now, requestId } = exchange.facts;
    return {
      audit: {
        id: ids.next('audit'),
        tenantId: actor.tenantId,
        userId: actor.userId,
        ...(actor.userEmail === undefined ? {} : { userEmail: actor.userEmail }),
        action,
        details,
        timestamp: now,
        ipAddress: exchange.ipAddress,
        userAgent: exchange.userAgent,
        ...(exchange.caller?.sessionId === undefined ? {} : { sessionId: exchange.caller.sessionId }),
        requestId,
      },
      events: events.map(({ type, data, runId, sequence = 0 }) => ({
        id: ids.next('event'),
        type,
        tenantId: actor.tenantId,
        ...(runId === undefined ? {} : { runId, sequence }),
        time: now,
        data,
      })),
    };
  };
}

function actorOf({ caller, operationId }: Exchange) {
  if (caller === undefined) throw new Error(`${operationId} is public and must name who acts.`);
  return { userId: caller.userId, tenantId: caller.tenantId, userEmail: caller.email };
}
