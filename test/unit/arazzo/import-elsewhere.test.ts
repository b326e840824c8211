import { importWorkflow } from '../../../shared/arazzo/import-workflow.ts';
import { matchSources } from '../../../shared/arazzo/match-sources.ts';
import { parseArazzo } from '../../../shared/arazzo/parse-arazzo.ts';
import { allApis, crm, petStore } from '../../support/planner-apis.ts';

/** Written as other tools write them: by operationId, by path, with reusable parameters and workflows inside. */
const document = `
arazzo: 1.0.1
info: { title: Adopt, version: 1.0.0 }
sourceDescriptions:
  - { name: pet-store, url: https://pets.example/openapi.yaml, type: openapi }
  - { name: people, url: https://crm.example/openapi.yaml, type: openapi }
workflows:
  - workflowId: adopt
    summary: Adopt a pet
    steps:
      - stepId: find-pets
        operationId: listPets
        parameters:
          - { reference: $components.parameters.available }
          - { reference: $components.parameters.size, value: 3 }
          - { name: Authorization, in: header, value: $inputs.token }
        successCriteria:
          - condition: $statusCode == 200
        outputs:
          first: $response.body#/0/name
          all: $response.body
      - stepId: tell
        workflowId: note
        parameters:
          - { name: customer, value: $inputs.customer.id }
          - { name: pet, value: $steps.find-pets.outputs.all }
      - stepId: look
        operationPath: '{$sourceDescriptions.pet-store.url}#/paths/~1pets~1{petId}/get'
        parameters:
          - { name: petId, in: path, value: '$steps.find-pets.outputs.all[0].id' }
        onFailure:
          - { name: again, type: retry, retryAfter: 2, retryLimit: 4 }
          - { name: stop, type: end }
        successCriteria:
          - { context: $response.body, condition: '$.name', type: jsonpath }
  - workflowId: note
    steps:
      - stepId: add-note
        operationId: $sourceDescriptions.people.addNote
        parameters:
          - { name: customerId, in: path, value: $inputs.customer }
        requestBody:
          contentType: application/json
          payload: |
            { "text": "Liked {$inputs.pet[0].name}", "why": "$inputs.reason" }
components:
  parameters:
    available: { name: status, in: query, value: available }
    size: { name: limit, in: query, value: 10 }
`;

const sources = new Map([
  ['pet-store', petStore],
  ['people', crm],
]);
const read = (text: string, workflowId = 'adopt') => {
  const parsed = parseArazzo(text);
  const workflow = parsed.workflows.find((one) => one.workflowId === workflowId);
  if (workflow === undefined) throw new Error(`There is no ${workflowId}.`);
  return importWorkflow({ document: parsed, workflow, sources });
};

test('a document that was written elsewhere becomes steps', () => {
  const { name, steps, faults } = read(document);
  expect(faults).toEqual([]);
  expect(name).toBe('Adopt a pet');
  expect(steps).toEqual([
    {
      id: 'find_pets',
      name: 'find-pets',
      type: 'api_call',
      apiConnectionId: petStore.connection.id,
      method: 'GET',
      endpoint: '/pets',
      parameters: { status: 'available', limit: 3 },
    },
    {
      id: 'add_note',
      name: 'add-note',
      type: 'api_call',
      apiConnectionId: crm.connection.id,
      method: 'POST',
      endpoint: '/customers/{customerId}/notes',
      parameters: { customerId: '{{input.customer.id}}', text: 'Liked {{steps.find_pets[0].name}}' },
    },
    {
      id: 'look',
      name: 'look',
      type: 'api_call',
      apiConnectionId: petStore.connection.id,
      method: 'GET',
      endpoint: '/pets/{petId}',
      parameters: { petId: '{{steps.find_pets[0].id}}' },
      retry: { attempts: 5, backoffSeconds: 2 },
    },
  ]);
});

test('what is not kept is told of, where it stands', () => {
  expect(read(document).notes.map(({ path }) => path)).toEqual([
    'document.steps.find-pets.parameters.Authorization',
    'document.steps.look.successCriteria',
    'document.steps.look.onFailure[1]',
  ]);
});

test.each([
  [
    'an operation that nobody has',
    'operationId: listPets',
    'operationId: listFish',
    'has an operation "listFish"',
  ],
  [
    'a workflow that is not there',
    'workflowId: note\n        parameters',
    'workflowId: gone\n        parameters',
    'is not in this document',
  ],
  [
    'a header of an answer',
    'first: $response.body#/0/name\n          all: $response.body',
    'all: $response.header.X-All',
    'cannot be read here',
  ],
])('%s stands in the way', (_name, from, to, words) => {
  const { faults } = read(document.replace(from, to));
  expect(faults.map(({ message }) => message).join('\n')).toContain(words);
});

test.each([
  ['no version', document.replace('arazzo: 1.0.1', 'openapi: 3.1.0'), 'body.document.arazzo'],
  ['a version to come', document.replace('arazzo: 1.0.1', 'arazzo: 2.0.0'), 'body.document.arazzo'],
  [
    'no workflow',
    'arazzo: 1.0.1\ninfo: {title: T}\nsourceDescriptions: []\nworkflows: []',
    'body.document.workflows',
  ],
  ['no YAML', 'a: [', 'body.document'],
  ['an alias', `${document}\nx-a: &a [1]\nx-b: *a`, 'body.document'],
])('a document with %s is refused where it stands', (_name, text, path) => {
  expect(() => parseArazzo(text)).toThrow(
    expect.objectContaining({ details: expect.arrayContaining([expect.objectContaining({ path })]) }),
  );
});

describe('sources', () => {
  const connections = allApis.map(({ connection }) => connection);
  const match = (chosen: Record<string, string>) =>
    matchSources({ document: parseArazzo(document), connections, chosen });

  test('are the connections with their address or name, and what fits none is asked about', () => {
    const { found, faults } = match({});
    expect([...found.keys()]).toEqual(['pet-store']);
    expect(faults).toEqual([
      { path: 'body.connections.people', message: expect.stringContaining('Say which') },
    ]);
  });

  test('are what the caller says', () => {
    const { found, faults } = match({ people: crm.connection.id });
    expect(found.get('people')).toBe(crm.connection);
    expect(faults).toEqual([]);
    expect(match({ people: 'conn_0000000000000000' }).faults).toEqual([
      { path: 'body.connections.people', message: 'There is no such API connection.' },
    ]);
  });
});
