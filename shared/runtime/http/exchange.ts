import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Request } from '@middy/core';
import type { Route, RouteInput, RouteOutput } from '../../api/route.ts';
import type { RateLimit } from '../../api/rate-classes.ts';
import type { AuditAction } from '../../domain/audit.ts';
import type { EventType } from '../../domain/events.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { MemberRole, Role, Scope } from '../../domain/roles.ts';
import type { Actor, Change } from '../../ports.ts';

/** Who calls, as the pipeline has proved it: the tenant comes from the token and a membership read, never from input. */
export interface Caller {
  readonly userId: string;
  readonly tenantId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly memberRole: MemberRole;
  readonly scopes: ReadonlySet<Scope>;
  readonly sessionId: string | undefined;
}

/** What a handler may know of the request beside its typed input. Times are ISO 8601. */
export interface RequestFacts {
  readonly requestId: string;
  readonly now: string;
  readonly accept: string;
  readonly idempotencyKey: string | undefined;
}

/** What a handler tells of its change; the pipeline adds the action, who, when and from where. */
export interface ChangeNote {
  readonly details: JsonObject;
  readonly events?: readonly {
    readonly type: EventType;
    readonly data: JsonObject;
    readonly runId?: string;
    /** Among the events of the run; 0 unless given. */
    readonly sequence?: number;
  }[];
  /** Where a route does several things: the one that this record is of. The route's own unless given. */
  readonly action?: AuditAction;
  /** On public routes, where no token says who acts. */
  readonly actor?: Actor;
}

/** Makes the record that a store writes in the transaction of a change. A route with an `audit` must call it. */
export type MakeChange = (note: ChangeNote) => Change;

/** Typed input to typed output: no event, no status code. Refusals are AppErrors. */
export type Handler<R extends Route> = (
  input: RouteInput<R> & {
    readonly caller: R['auth'] extends 'user' ? Caller : undefined;
    readonly request: RequestFacts;
    readonly change: MakeChange;
    /** Says that this call changed nothing after all, so that no audit record is owed. */
    readonly unchanged: () => void;
    /** Adds a sentence to the message of the answer; for routes whose success `says`. */
    readonly say: (sentence: string) => void;
  },
) => Promise<RouteOutput<R>>;

/** What the stages of the pipeline have found out so far about one request. */
export interface Exchange {
  readonly operationId: string;
  readonly route: Route;
  readonly startedAt: number;
  readonly facts: RequestFacts;
  readonly ipAddress: string;
  readonly userAgent: string;
  caller: Caller | undefined;
  rate: (RateLimit & { readonly remaining: number; readonly resetAt: number }) | undefined;
  input: { readonly params: unknown; readonly query: unknown; readonly body: unknown } | undefined;
  /** Whether the handler made its change record, or said that nothing changed. */
  changed: boolean;
  /** What the handler adds to the message of the answer. */
  readonly said: string[];
}

export type HttpRequest = Request<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>;

/** Exchanges by their event: middy hands the event to every stage, and to the handler nothing else of ours. */
const exchanges = new WeakMap<APIGatewayProxyEventV2, Exchange>();

/** Opens the exchange of an event. */
export function openExchange(event: APIGatewayProxyEventV2, exchange: Exchange): void {
  exchanges.set(event, exchange);
}

/** The exchange of an event, or undefined where no route matched. */
export function findExchange(event: APIGatewayProxyEventV2): Exchange | undefined {
  return exchanges.get(event);
}

/** The exchange of an event that has passed the first stage. */
export function exchangeOf({ event }: { readonly event: APIGatewayProxyEventV2 }): Exchange {
  const exchange = exchanges.get(event);
  if (exchange === undefined) throw new Error('A stage ran before the route was matched.');
  return exchange;
}
