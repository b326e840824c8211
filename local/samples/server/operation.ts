import * as z from 'zod';

/** What one HTTP request brings to an operation, before it is parsed. */
interface RawInput {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly body: unknown;
}

/** One operation of a sample: what its document says of it and what it does, in one place. */
export interface SampleOperation {
  readonly operationId: string;
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** A template as OpenAPI writes it: `/pets/{petId}`. */
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly tag: string;
  readonly params: z.ZodObject | undefined;
  readonly query: z.ZodObject | undefined;
  readonly body: z.ZodType | undefined;
  readonly success: { readonly status: number; readonly description: string; readonly schema?: z.ZodType };
  /** Statuses of the refusals that only this operation makes: 404, 409. */
  readonly refusals: readonly number[];
  /** Parses the input and acts. Throws a ZodError or a RestError; undefined is an answer without a body. */
  run(input: RawInput): unknown;
}

/** The schema of what an operation does not take. */
type Nothing = z.ZodObject<Record<string, never>>;

/** Declares an operation whose handler takes what its schemas give. */
export function operation<
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Body extends z.ZodType = z.ZodUndefined,
  Answer extends z.ZodType = z.ZodUndefined,
>(declared: {
  readonly operationId: string;
  readonly method: SampleOperation['method'];
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly tag: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly success: { readonly status: number; readonly description: string; readonly schema?: Answer };
  readonly refusals?: readonly number[];
  readonly handle: (input: {
    readonly params: z.output<Params>;
    readonly query: z.output<Query>;
    readonly body: z.output<Body>;
  }) => z.input<Answer>;
}): SampleOperation {
  const { params, query, body, refusals = [], handle, ...rest } = declared;
  // Where a schema is not declared, its type parameter is the default, which holds nothing to read.
  const parse = <Schema extends z.ZodType>(schema: Schema | undefined, value: unknown, place: string) =>
    (schema === undefined ? undefined : parseIn(schema, value, place)) as z.output<Schema>;
  return {
    ...rest,
    params,
    query,
    body,
    refusals,
    run: (input) =>
      handle({
        params: parse(params, input.params, 'path'),
        query: parse(query, input.query, 'query'),
        body: parse(body, input.body, 'body'),
      }),
  };
}

/** Like `schema.parse`, but the path of each issue begins with the place: `body.name`. */
function parseIn<Schema extends z.ZodType>(schema: Schema, value: unknown, place: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new z.ZodError(result.error.issues.map((issue) => ({ ...issue, path: [place, ...issue.path] })));
}
