import type { Catalogue } from '../../../shared/domain/catalogue.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { Step, StepInput } from '../../../shared/domain/workflow.ts';
import { brokenSteps } from '../../../shared/drift/broken-steps.ts';
import { listReads } from '../../../shared/expressions/list-reads.ts';
import { checkSteps } from '../../../shared/planner/check.ts';
import { createCallFinder } from '../../../shared/drift/call-finder.ts';
import { catalogueOf, versionOf } from '../../support/catalogue-versions.ts';
import { connectionTo } from '../../support/planner-apis.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ 'application/json': { schema } });
const ok = (schema: object) => ({ 200: { description: '', content: json(schema) } });

const PET = {
  type: 'object',
  required: ['id', 'owner'],
  properties: {
    id: { type: 'integer' },
    status: { type: 'string', enum: ['available', 'sold'] },
    owner: { type: 'object', required: ['email'], properties: { email: text, phone: text } },
  },
};
const FIND = {
  operationId: 'findPets',
  parameters: [
    { name: 'status', in: 'query', schema: { type: 'string', enum: ['available', 'pending', 'sold'] } },
    { name: 'limit', in: 'query', schema: { type: 'integer' } },
  ],
  responses: ok({ type: 'array', items: PET }),
};
const MESSAGE = {
  type: 'object',
  required: ['to'],
  properties: {
    to: text,
    level: { type: 'integer', maximum: 9 },
    lines: { type: 'array', items: { type: 'object', properties: { text } } },
  },
};
const NOTIFY = {
  operationId: 'notify',
  requestBody: {
    required: true,
    content: json(MESSAGE),
  },
  responses: ok({ type: 'object', properties: { sent: { type: 'boolean' } } }),
};
const GET = {
  operationId: 'getPet',
  parameters: [{ name: 'petId', in: 'path', required: true, schema: { type: 'integer' } }],
  responses: ok(PET),
};

type Paths = Readonly<Record<string, Readonly<Record<string, object>>>>;
const PATHS: Paths = { '/pets': { get: FIND }, '/pets/{petId}': { get: GET }, '/messages': { post: NOTIFY } };

function catalogue(paths: Paths, rest: object = {}) {
  return catalogueOf({ openapi: '3.0.3', info: { title: 'Pets', version: '1' }, paths, ...rest });
}

const CONNECTION = connectionTo('Pets');
const id = CONNECTION.id;
const call = (name: string, method: 'GET' | 'POST', endpoint: string, parameters: JsonObject): StepInput => ({
  name,
  type: 'api_call',
  apiConnectionId: id,
  method,
  endpoint,
  parameters,
});

const WORKFLOW: readonly StepInput[] = [
  call('find', 'GET', '/pets', { status: 'pending', limit: 5 }),
  call('get', 'GET', '/pets/{petId}', { petId: '{{steps.find[0].id}}' }),
  {
    name: 'pick',
    type: 'transform',
    expression: '{"mail": steps.get.owner.email, "all": $count(steps.find)}',
  },
  call('tell', 'POST', '/messages', {
    to: '{{steps.get.owner.email}}',
    level: 7,
    lines: [{ text: 'Hello {{steps.pick.mail}}' }],
  }),
];

/** What is broken after a change, as `step code` each. */
async function broken(
  paths: Paths,
  { rest = {}, connection = CONNECTION }: { rest?: object; connection?: Connection } = {},
): Promise<readonly string[]> {
  const before = catalogue(PATHS);
  const after = catalogue(paths, rest);
  const checked = checkSteps({ steps: WORKFLOW, apis: [{ connection, catalogue: before }] });
  if ('errors' in checked) throw new Error(JSON.stringify(checked.errors));
  const steps = await found(checked.steps, before, after, connection);
  return steps.flatMap(({ stepId, reasons }) =>
    reasons.map(({ code, location }) => `${stepId} ${code} ${location}`.trim()),
  );
}

async function found(steps: readonly Step[], before: Catalogue, after: Catalogue, connection = CONNECTION) {
  const finder = createCallFinder({
    connectionId: connection.id,
    after: versionOf(after),
    versionOf: () => Promise.resolve(versionOf(before)),
  });
  return brokenSteps({ steps, connection, operations: await finder.find(steps), listReads });
}

const parameters = (...changes: object[]) => ({ '/pets': { get: { ...FIND, parameters: changes } } });
const [status, limit] = [FIND.parameters[0] ?? {}, FIND.parameters[1] ?? {}];
const body = (schema: object) => ({
  '/messages': { post: { ...NOTIFY, requestBody: { required: true, content: json(schema) } } },
});
const message = MESSAGE;
const answer = (pet: object) => ({ '/pets/{petId}': { get: { ...GET, responses: ok(pet) } } });

const CASES: readonly (readonly [string, Paths, readonly string[]])[] = [
  ['nothing changed', {}, []],
  ['an operation is gone', { '/pets': {} }, ['find operation-removed']],
  ['an operation moved', { '/pets': {}, '/animals': { get: FIND } }, ['find operation-moved']],
  [
    'a path parameter has another name',
    {
      '/pets/{petId}': {},
      '/pets/{id}': { get: { ...GET, parameters: [{ ...GET.parameters[0], name: 'id' }] } },
    },
    [],
  ],
  [
    'a new required parameter',
    parameters(...FIND.parameters, { name: 'region', in: 'query', required: true }),
    ['find request-parameter-added-required query.region'],
  ],
  ['a new optional parameter', parameters(...FIND.parameters, { name: 'region', in: 'query' }), []],
  ['a bound parameter made required', parameters(status, { ...limit, required: true }), []],
  ['a bound parameter is gone', parameters(status), ['find request-parameter-removed query.limit']],
  [
    'a bound parameter moved',
    parameters(status, { ...limit, in: 'header' }),
    ['find request-parameter-moved query.limit'],
  ],
  [
    'a literal is outside the values',
    parameters({ ...status, schema: { type: 'string', enum: ['available', 'sold'] } }, limit),
    ['find request-parameter-enum-value-removed query.status'],
  ],
  [
    'another value is gone',
    parameters({ ...status, schema: { type: 'string', enum: ['available', 'pending'] } }, limit),
    [],
  ],
  [
    'a literal is over the limit',
    parameters(status, { ...limit, schema: { type: 'integer', maximum: 4 } }),
    ['find request-parameter-constraint-tightened query.limit'],
  ],
  [
    'a literal is within the limit',
    parameters(status, { ...limit, schema: { type: 'integer', maximum: 5 } }),
    [],
  ],
  [
    'a literal is of another type',
    parameters(status, { ...limit, schema: { type: 'boolean' } }),
    ['find request-parameter-type-changed query.limit'],
  ],
  [
    'a required member of the body that is not bound',
    body({ ...message, required: ['to', 'from'], properties: { ...message.properties, from: text } }),
    ['tell request-property-added-required body.from'],
  ],
  [
    'a required member within a literal list',
    body({
      ...message,
      properties: {
        ...message.properties,
        lines: {
          type: 'array',
          items: { type: 'object', required: ['style'], properties: { text, style: text } },
        },
      },
    }),
    ['tell request-property-added-required body.lines[].style'],
  ],
  [
    'a bound member is gone',
    body({ ...message, properties: { to: text, lines: message.properties.lines } }),
    ['tell request-property-removed body.level'],
  ],
  [
    'a literal member over the limit',
    body({ ...message, properties: { ...message.properties, level: { type: 'integer', maximum: 6 } } }),
    ['tell request-property-constraint-tightened body.level'],
  ],
  [
    'a template of a type that is no longer taken',
    body({ ...message, properties: { ...message.properties, to: { type: 'array', items: text } } }),
    ['tell request-property-type-changed body.to'],
  ],
  [
    'another media type',
    { '/messages': { post: { ...NOTIFY, requestBody: { content: { 'text/plain': { schema: text } } } } } },
    ['tell request-body-type-changed body', 'tell request-body-media-type-changed body'],
  ],
  [
    'a field that is read is gone',
    answer({ ...PET, properties: { id: PET.properties.id } }),
    [
      'pick response-property-removed response.200.owner',
      'tell response-property-removed response.200.owner',
    ],
  ],
  [
    'a field that nobody reads is gone',
    answer({ ...PET, properties: { id: PET.properties.id, owner: PET.properties.owner } }),
    [],
  ],
  [
    'a field within is gone',
    answer({
      ...PET,
      properties: { ...PET.properties, owner: { type: 'object', properties: { phone: text } } },
    }),
    [
      'pick response-property-removed response.200.owner.email',
      'tell response-property-removed response.200.owner.email',
    ],
  ],
  [
    'a field that is read may be missing',
    answer({ ...PET, required: ['id'] }),
    [
      'pick response-property-became-optional response.200.owner',
      'tell response-property-became-optional response.200.owner',
    ],
  ],
  [
    'a field that is read may be null',
    answer({ ...PET, properties: { ...PET.properties, owner: { ...PET.properties.owner, nullable: true } } }),
    [
      'pick response-property-became-nullable response.200.owner',
      'tell response-property-became-nullable response.200.owner',
    ],
  ],
  [
    'a field of list items has another type',
    {
      '/pets': {
        get: {
          ...FIND,
          responses: ok({
            type: 'array',
            items: { ...PET, properties: { ...PET.properties, id: { type: 'object' } } },
          }),
        },
      },
    },
    ['get response-property-type-changed response.200[].id'],
  ],
  [
    'a new value of an enum',
    answer({
      ...PET,
      properties: { ...PET.properties, status: { type: 'string', enum: ['available', 'sold', 'lost'] } },
    }),
    [],
  ],
  [
    'an answer without a body',
    { '/pets/{petId}': { get: { ...GET, responses: { 204: { description: '' } } } } },
    [
      'pick response-success-status-removed response.200',
      'pick response-body-removed response.204',
      'tell response-success-status-removed response.200',
      'tell response-body-removed response.204',
    ],
  ],
];

test.each(CASES)('%s', async (_, change, expected) => {
  expect((await broken({ ...PATHS, ...change })).toSorted()).toEqual(expected.toSorted());
});

const SCHEMES = {
  components: {
    securitySchemes: {
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      token: { type: 'http', scheme: 'bearer' },
    },
  },
};
const secured = (name: string): Paths => ({
  ...PATHS,
  '/pets': { get: { ...FIND, security: [{ [name]: [] }] } },
});

test('a credential that is needed now breaks calls of a connection that has no such one', async () => {
  const auth = (placement: Connection['auth']) => ({
    rest: SCHEMES,
    connection: { ...CONNECTION, auth: placement },
  });
  expect(await broken(secured('token'), auth({ type: 'none' }))).toEqual(['find security-added security']);
  expect(await broken(secured('token'), auth({ type: 'bearer' }))).toEqual([]);
  expect(await broken(secured('key'), auth({ type: 'bearer' }))).toEqual(['find security-added security']);
  expect(await broken(secured('key'), auth({ type: 'api_key', in: 'header', name: 'x-key' }))).toEqual([]);
});

test('a sentence names the operation, the place, and what reads it', async () => {
  const before = catalogue(PATHS);
  const after = catalogue({ ...PATHS, ...answer({ ...PET, properties: { id: PET.properties.id } }) });
  const checked = checkSteps({ steps: WORKFLOW, apis: [{ connection: CONNECTION, catalogue: before }] });
  if ('errors' in checked) throw new Error('The workflow does not check.');
  expect(await found(checked.steps, before, after)).toMatchObject([
    {
      stepId: 'pick',
      stepName: 'pick',
      reasons: [
        { sentence: 'steps.get.owner.email reads the answer of "get": "owner" of the answer is gone.' },
      ],
    },
    {
      stepId: 'tell',
      reasons: [
        {
          method: 'GET',
          path: '/pets/{petId}',
          sentence: '{{steps.get.owner.email}} reads the answer of "get": "owner" of the answer is gone.',
        },
      ],
    },
  ]);
});
