import type { Connection } from '../../../shared/domain/connection.ts';
import {
  CONNECTION,
  FIND,
  GET,
  NOTIFY,
  PATHS,
  body,
  broken,
  limit,
  MESSAGE,
  parameters,
  status,
  text,
  type Paths,
} from '../../support/pets-that-drift.ts';

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
    body({ ...MESSAGE, required: ['to', 'from'], properties: { ...MESSAGE.properties, from: text } }),
    ['tell request-property-added-required body.from'],
  ],
  [
    'a required member within a literal list',
    body({
      ...MESSAGE,
      properties: {
        ...MESSAGE.properties,
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
    body({ ...MESSAGE, properties: { to: text, lines: MESSAGE.properties.lines } }),
    ['tell request-property-removed body.level'],
  ],
  [
    'a literal member over the limit',
    body({ ...MESSAGE, properties: { ...MESSAGE.properties, level: { type: 'integer', maximum: 6 } } }),
    ['tell request-property-constraint-tightened body.level'],
  ],
  [
    'a template of a type that is no longer taken',
    body({ ...MESSAGE, properties: { ...MESSAGE.properties, to: { type: 'array', items: text } } }),
    ['tell request-property-type-changed body.to'],
  ],
  [
    'another media type',
    { '/messages': { post: { ...NOTIFY, requestBody: { content: { 'text/plain': { schema: text } } } } } },
    ['tell request-body-type-changed body', 'tell request-body-media-type-changed body'],
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
