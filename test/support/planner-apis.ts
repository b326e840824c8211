import type { Catalogue, JsonSchema, Operation, Parameter } from '../../shared/domain/catalogue.ts';
import type { Connection } from '../../shared/domain/connection.ts';

const text: JsonSchema = { type: 'string' };
const whole: JsonSchema = { type: 'integer' };
const object = (properties: Record<string, JsonSchema>, required: readonly string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  required,
});
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

/** A connection to plan over; nothing is called. */
export function connectionTo(name: string, overrides: Partial<Connection> = {}): Connection {
  return {
    id: `conn_${name.replace(/[^A-Za-z0-9]/g, '').padEnd(16, '0')}`,
    tenantId: 'ws_0000000000000001',
    name,
    description: '',
    baseUrl: `https://${name.toLowerCase().replace(/\W+/g, '-')}.example`,
    auth: { type: 'bearer' },
    status: 'ACTIVE',
    ingestionStatus: 'SUCCEEDED',
    endpointCount: 0,
    problems: [],
    specHash: `sha256:${name}`,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    revision: 1,
    ...overrides,
  };
}

type Sketch = Pick<Operation, 'method' | 'path'> &
  Partial<Operation> & { readonly answers?: JsonSchema; readonly body?: JsonSchema };

/** An operation from the little that a test says of it. */
export function operation({ answers, body, ...sketch }: Sketch): Operation {
  return {
    id: `ep_${sketch.method}${sketch.path}`,
    toolName: sketch.operationId ?? `${sketch.method}${sketch.path}`.replace(/\W+/g, '_'),
    tags: [],
    deprecated: false,
    parameters: [],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, contentType: 'application/json', schema: body } }),
    responses:
      answers === undefined
        ? {}
        : { '200': { description: 'OK', contentType: 'application/json', schema: answers } },
    security: [],
    ...sketch,
  };
}

export function parameter(
  name: string,
  place: Parameter['in'],
  schema: JsonSchema = text,
  required = place === 'path',
): Parameter {
  return { name, in: place, required, schema };
}

function catalogueOf(title: string, operations: readonly Operation[]): Catalogue {
  return {
    specHash: `sha256:${title}`,
    title,
    version: '1',
    servers: [],
    securitySchemes: {},
    operations,
    problems: [],
  };
}

export function apiOf(title: string, operations: readonly Operation[], overrides: Partial<Connection> = {}) {
  return { connection: connectionTo(title, overrides), catalogue: catalogueOf(title, operations) };
}

const pet = object({
  id: whole,
  name: text,
  status: { type: 'string', enum: ['available', 'pending', 'sold'] },
  species: text,
});

export const petStore = apiOf('Pet store', [
  operation({
    method: 'GET',
    path: '/pets',
    operationId: 'listPets',
    summary: 'List the pets of the store',
    tags: ['pets'],
    parameters: [
      parameter('status', 'query', { type: 'string', enum: ['available', 'pending', 'sold'] }),
      parameter('limit', 'query', whole),
    ],
    answers: list(pet),
  }),
  operation({
    method: 'GET',
    path: '/pets/{petId}',
    operationId: 'getPet',
    summary: 'Get one pet',
    parameters: [parameter('petId', 'path', whole)],
    answers: pet,
  }),
  operation({
    method: 'POST',
    path: '/pets',
    operationId: 'createPet',
    summary: 'Add a pet to the store',
    body: object({ name: text, species: text }, ['name']),
    answers: pet,
  }),
  operation({
    method: 'DELETE',
    path: '/pets/{petId}',
    operationId: 'deletePet',
    summary: 'Remove a pet',
    parameters: [parameter('petId', 'path', whole)],
  }),
]);

export const chatWorkspace = apiOf('Chat workspace', [
  operation({
    method: 'GET',
    path: '/channels',
    operationId: 'listChannels',
    summary: 'List the channels',
    answers: list(object({ id: text, name: text })),
  }),
  operation({
    method: 'POST',
    path: '/messages',
    operationId: 'postMessage',
    summary: 'Post a message to a channel',
    body: object({ channel: text, text }, ['channel', 'text']),
    answers: object({ id: text, channel: text, text }),
  }),
]);

export const crm = apiOf('Small CRM', [
  operation({
    method: 'GET',
    path: '/customers',
    operationId: 'searchCustomers',
    summary: 'Search customers by e-mail or name',
    parameters: [
      parameter('email', 'query', { type: 'string', format: 'email' }),
      parameter('name', 'query'),
    ],
    answers: object({ items: list(object({ id: text, name: text, email: text })) }),
  }),
  operation({
    method: 'PATCH',
    path: '/customers/{customerId}',
    operationId: 'updateCustomer',
    summary: 'Change a customer',
    parameters: [parameter('customerId', 'path')],
    body: object({ name: text, phone: text }),
    answers: object({ id: text, name: text }),
  }),
  operation({
    method: 'POST',
    path: '/customers/{customerId}/notes',
    operationId: 'addNote',
    summary: 'Add a note to a customer',
    parameters: [parameter('customerId', 'path')],
    body: object({ text }, ['text']),
    answers: object({ id: text }),
  }),
  operation({
    method: 'POST',
    path: '/payments',
    operationId: 'chargeCard',
    summary: 'Charge a card',
    body: object({ amount: { type: 'number' }, customerId: text }, ['amount', 'customerId']),
  }),
]);

export const allApis = [petStore, chatWorkspace, crm];
