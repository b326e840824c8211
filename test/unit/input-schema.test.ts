import type { Operation } from '../../shared/domain/catalogue.ts';
import { inputSchemaOf } from '../../shared/domain/input-schema.ts';

const operation = (over: Partial<Operation> = {}): Operation => ({
  id: 'ep_1',
  toolName: 'addPet',
  method: 'POST',
  path: '/pets/{id}',
  tags: [],
  deprecated: false,
  parameters: [
    { name: 'id', in: 'path', required: false, schema: { type: 'integer' } },
    { name: 'dry', in: 'query', required: true, schema: { type: 'boolean', default: false } },
    { name: 'X-Key', in: 'header', required: true, schema: { type: 'string' } },
    { name: 'Authorization', in: 'header', required: true, schema: { type: 'string' } },
    { name: 'lang', in: 'query', required: true, description: 'A language.', schema: { type: 'string' } },
  ],
  responses: {},
  security: [],
  ...over,
});
const body = (schema: Operation['parameters'][number]['schema'], required = true) =>
  operation({ parameters: [], requestBody: { required, contentType: 'application/json', schema } });

const byKey = { type: 'api_key', in: 'header', name: 'X-Key' } as const;

test('parameters are members by name: those of the path are required, those with a default are not', () => {
  expect(inputSchemaOf(operation(), byKey)).toEqual({
    type: 'object',
    properties: {
      id: { type: 'integer' },
      dry: { type: 'boolean', default: false },
      lang: { type: 'string', description: 'A language.' },
    },
    required: ['id', 'lang'],
    additionalProperties: false,
  });
});

test('what the credential fills is no input; the same header of an API without keys is', () => {
  expect(inputSchemaOf(operation(), { type: 'bearer' })['properties']).toHaveProperty('X-Key');
  expect(inputSchemaOf(operation(), byKey)['properties']).not.toHaveProperty('X-Key');
});

test('members of a body are inputs of their own, without what only the API sets', () => {
  const schema = {
    type: 'object',
    properties: { name: { type: 'string' }, id: { type: 'integer', readOnly: true } },
    required: ['name', 'id'],
  };
  expect(inputSchemaOf(body(schema), byKey)).toEqual({
    type: 'object',
    properties: { name: { type: 'string' } },
    required: ['name'],
    additionalProperties: false,
  });
  expect(inputSchemaOf(body(schema, false), byKey)['required']).toEqual([]);
});

test('a body that takes any member makes the inputs open', () => {
  const schema = { type: 'object', properties: { name: {} }, additionalProperties: true };
  expect(inputSchemaOf(body(schema), byKey)['additionalProperties']).toBe(true);
});

test('a body that is no object is one input', () => {
  const schema = { type: 'array', items: { type: 'string' } };
  expect(inputSchemaOf(body(schema), byKey)).toEqual({
    type: 'object',
    properties: { body: schema },
    required: ['body'],
    additionalProperties: false,
  });
});
