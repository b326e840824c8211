/** The members of a generated thing: a few of each kind that real documents have. */
const FIELDS: readonly (readonly [string, object])[] = [
  [
    'id',
    {
      type: 'string',
      format: 'uuid',
      readOnly: true,
      description: 'Identifies it for as long as it exists.',
    },
  ],
  [
    'name',
    { type: 'string', minLength: 1, maxLength: 120, description: 'Shown to people.', example: 'Quarterly' },
  ],
  ['state', { type: 'string', enum: ['draft', 'open', 'closed', 'archived'], default: 'draft' }],
  ['amount', { type: 'number', minimum: 0, description: 'In the smallest unit of the currency.' }],
  ['tags', { type: 'array', items: { type: 'string', maxLength: 40 }, uniqueItems: true }],
  ['createdAt', { type: 'string', format: 'date-time', readOnly: true }],
];

const FAILURES = { 400: 'BadRequest', 404: 'NotFound', 429: 'TooMany' };

/**
 * A valid OpenAPI 3.0 document with five operations and two schemas for each of its things, like those that frameworks
 * write: references, examples and descriptions included. `padding` is how many characters each operation describes.
 */
export function generateDocument({
  operations,
  padding,
}: {
  readonly operations: number;
  readonly padding: number;
}): object {
  const prose = 'What this does, in which state it may be called, and what comes of it. ';
  const description = prose.repeat(Math.ceil(padding / prose.length)).slice(0, padding);
  const paths: Record<string, object> = {};
  const schemas: Record<string, object> = { Failure: failure };
  let left = operations;
  for (let thing = 0; left > 0; thing += 1) {
    const name = `Thing${thing}`;
    const properties = { ...Object.fromEntries(FIELDS), parent: { $ref: `#/components/schemas/${name}` } };
    const other = { $ref: `#/components/schemas/Thing${Math.floor(thing / 2)}` };
    schemas[name] = {
      type: 'object',
      required: ['id', 'name'],
      properties: { ...properties, related: other },
    };
    const { id: _, ...given } = Object.fromEntries(FIELDS);
    schemas[`New${name}`] = { type: 'object', required: ['name'], properties: { ...given, related: other } };
    const made = operationsOf(name, description).slice(0, left);
    left -= made.length;
    for (const [path, method, operation] of made) paths[path] = { ...paths[path], [method]: operation };
  }
  return {
    openapi: '3.0.3',
    info: { title: 'Many things', version: '1.0.0' },
    servers: [{ url: 'https://things.example/v1' }],
    paths,
    components: { schemas, responses: responses(), parameters: { Limit: limit } },
  };
}

const failure = {
  type: 'object',
  required: ['code', 'message'],
  properties: { code: { type: 'string' }, message: { type: 'string', description: 'For people.' } },
};
const limit = {
  name: 'limit',
  in: 'query',
  schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
};

function responses(): object {
  const schema = { $ref: '#/components/schemas/Failure' };
  return Object.fromEntries(
    Object.values(FAILURES).map((name) => [
      name,
      { description: `It is ${name}.`, content: { 'application/json': { schema } } },
    ]),
  );
}

function operationsOf(name: string, description: string): readonly (readonly [string, string, object])[] {
  const all = `/${name.toLowerCase()}s`;
  const one = `${all}/{id}`;
  const schema = { $ref: `#/components/schemas/${name}` };
  const body = { content: { 'application/json': { schema: { $ref: `#/components/schemas/New${name}` } } } };
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
  const filter = {
    name: 'state',
    in: 'query',
    description: 'Only those in this state.',
    schema: { type: 'string' },
  };
  const answer = (status: number, what: object) => ({
    responses: {
      [status]: { description: 'What was asked for', content: { 'application/json': { schema: what } } },
      ...Object.fromEntries(
        Object.entries(FAILURES).map(([code, failed]) => [
          code,
          { $ref: `#/components/responses/${failed}` },
        ]),
      ),
    },
  });
  const described = (verb: string) => ({
    operationId: `${verb}${name}`,
    summary: `${verb} a ${name}`,
    description,
    tags: [name],
  });
  const page = {
    type: 'object',
    properties: { items: { type: 'array', items: schema }, next: { type: 'string' } },
  };
  const limits = [{ $ref: '#/components/parameters/Limit' }, filter];
  return [
    [all, 'get', { ...described('list'), parameters: limits, ...answer(200, page) }],
    [
      all,
      'post',
      { ...described('create'), requestBody: { required: true, ...body }, ...answer(201, schema) },
    ],
    [one, 'get', { ...described('get'), parameters: [id], ...answer(200, schema) }],
    [one, 'put', { ...described('replace'), parameters: [id], requestBody: body, ...answer(200, schema) }],
    [
      one,
      'delete',
      { ...described('delete'), parameters: [id], responses: { 204: { description: 'It is gone.' } } },
    ],
  ];
}
