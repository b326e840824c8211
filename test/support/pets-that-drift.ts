import type { Catalogue } from '../../shared/domain/catalogue.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import type { JsonObject } from '../../shared/domain/json.ts';
import type { Step, StepInput } from '../../shared/domain/workflow.ts';
import { brokenSteps } from '../../shared/drift/broken-steps.ts';
import { listReads } from '../../shared/expressions/list-reads.ts';
import { checkSteps } from '../../shared/planner/check.ts';
import { createCallFinder } from '../../shared/drift/call-finder.ts';
import { catalogueOf, versionOf } from './catalogue-versions.ts';
import { connectionTo } from './planner-apis.ts';

export const text = { type: 'string' };
export const json = (schema: object) => ({ 'application/json': { schema } });
export const ok = (schema: object) => ({ 200: { description: '', content: json(schema) } });

export const PET = {
  type: 'object',
  required: ['id', 'owner'],
  properties: {
    id: { type: 'integer' },
    status: { type: 'string', enum: ['available', 'sold'] },
    owner: { type: 'object', required: ['email'], properties: { email: text, phone: text } },
  },
};
export const FIND = {
  operationId: 'findPets',
  parameters: [
    { name: 'status', in: 'query', schema: { type: 'string', enum: ['available', 'pending', 'sold'] } },
    { name: 'limit', in: 'query', schema: { type: 'integer' } },
  ],
  responses: ok({ type: 'array', items: PET }),
};
export const MESSAGE = {
  type: 'object',
  required: ['to'],
  properties: {
    to: text,
    level: { type: 'integer', maximum: 9 },
    lines: { type: 'array', items: { type: 'object', properties: { text } } },
  },
};
export const NOTIFY = {
  operationId: 'notify',
  requestBody: {
    required: true,
    content: json(MESSAGE),
  },
  responses: ok({ type: 'object', properties: { sent: { type: 'boolean' } } }),
};
export const GET = {
  operationId: 'getPet',
  parameters: [{ name: 'petId', in: 'path', required: true, schema: { type: 'integer' } }],
  responses: ok(PET),
};

export type Paths = Readonly<Record<string, Readonly<Record<string, object>>>>;
export const PATHS: Paths = {
  '/pets': { get: FIND },
  '/pets/{petId}': { get: GET },
  '/messages': { post: NOTIFY },
};

export function catalogue(paths: Paths, rest: object = {}) {
  return catalogueOf({ openapi: '3.0.3', info: { title: 'Pets', version: '1' }, paths, ...rest });
}

export const CONNECTION = connectionTo('Pets');
const id = CONNECTION.id;
export const call = (
  name: string,
  method: 'GET' | 'POST',
  endpoint: string,
  parameters: JsonObject,
): StepInput => ({
  name,
  type: 'api_call',
  apiConnectionId: id,
  method,
  endpoint,
  parameters,
});

export const WORKFLOW: readonly StepInput[] = [
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
export async function broken(
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

export async function found(
  steps: readonly Step[],
  before: Catalogue,
  after: Catalogue,
  connection = CONNECTION,
) {
  const finder = createCallFinder({
    connectionId: connection.id,
    after: versionOf(after),
    versionOf: () => Promise.resolve(versionOf(before)),
  });
  return brokenSteps({ steps, connection, operations: await finder.find(steps), listReads });
}

export const parameters = (...changes: object[]) => ({ '/pets': { get: { ...FIND, parameters: changes } } });
export const [status, limit] = [FIND.parameters[0] ?? {}, FIND.parameters[1] ?? {}];
export const body = (schema: object) => ({
  '/messages': { post: { ...NOTIFY, requestBody: { required: true, content: json(schema) } } },
});
export const answer = (pet: object) => ({ '/pets/{petId}': { get: { ...GET, responses: ok(pet) } } });
