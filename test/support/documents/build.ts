const OPENAPI = { openapi: '3.0.3', info: { title: 'T', version: '1' } };

/** A small OpenAPI document around these paths. */
export function withPaths(paths: unknown, rest: object = {}): object {
  return { ...OPENAPI, ...rest, paths };
}

/** A path item whose GET answers JSON of this schema. */
export function answering(schema: unknown): object {
  return {
    get: { responses: { 200: { description: 'x', content: { 'application/json': { schema } } } } },
  };
}
