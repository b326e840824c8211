import type * as z from 'zod';
import type { AuditAction } from '../domain/audit.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { Scope } from '../domain/roles.ts';
import type { RateClass } from './rate-classes.ts';

export type RouteMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

/**
 * Everything that must be decided about one HTTP route. Schemas are `z.lazy(…)`: building all of them took a third of a
 * cold start, and a call needs those of one route. No member is optional where a decision is owed: `null` is a
 * decision, forgetting is a compile error.
 */
export interface Route {
  readonly method: RouteMethod;
  /** Under `/api/v1`, with `{name}` for parameters. */
  readonly path: `/${string}`;
  /** One line for the published document. */
  readonly summary: string;
  /** `user`: a Cognito access token. `public`: none. */
  readonly auth: 'user' | 'public';
  /** What the caller's roles must grant; null on public routes and on those about the caller alone. */
  readonly scope: Scope | null;
  readonly rate: RateClass;
  /** The action that the audit log records in the transaction of the change; null where nothing changes. */
  readonly audit: AuditAction | null;
  readonly params: z.ZodType | null;
  readonly query: z.ZodType | null;
  readonly body: z.ZodType | null;
  readonly success: {
    readonly status: 200 | 201 | 202;
    /** `envelope`: the output is `data`. `body`: the output is the whole body (the reference shows it so). `content`: not JSON. */
    readonly as: 'envelope' | 'body' | 'content';
    readonly schema: z.ZodType;
    /** `message` in the envelope. */
    readonly message: string | null;
    /** Whether the handler may add sentences to the message, about what only it knows. */
    readonly says?: true;
  };
  /** Codes this route may answer beside those every route of its kind may (see `commonErrors`). */
  readonly errors: readonly ErrorCode[];
}

/** The routes of one resource: by operation id, which is also the handler's and the SDK method's name. */
export type RouteGroup = Readonly<Record<string, Route>>;

/** Checks a group without widening it, so that handlers get exact types. */
export function routes<const G extends RouteGroup>(group: G): G {
  return group;
}

type Infer<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What a handler of a route receives of the request, parsed. */
export interface RouteInput<R extends Route> {
  readonly params: Infer<R['params']>;
  readonly query: Infer<R['query']>;
  readonly body: Infer<R['body']>;
}

/** What a handler of a route returns: the input side of its success schema, which then shapes and strips it. */
export type RouteOutput<R extends Route> = z.input<R['success']['schema']>;
