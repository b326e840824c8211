import { call } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';
import { connect, sample } from '../support/sample-upstreams.ts';

describe('Arazzo', () => {
  let token: string;
  let apiConnectionId: string;
  beforeAll(async () => {
    ({ token } = await newPerson('Radia'));
    apiConnectionId = (await connect(await sample('pet'), token)).id;
  });

  const importing = (body: unknown) => call('POST', '/workflows/import', { token, body });
  const wholeVocabulary = () => {
    const api = { type: 'api_call', apiConnectionId };
    const add = {
      ...api,
      name: 'Add',
      method: 'POST',
      endpoint: '/pets',
      parameters: { name: '{{item.name}} the {{index}}', species: 'dog' },
      retry: { attempts: 2, backoffSeconds: 3 },
      timeoutSeconds: 9,
      compensate: { operationId: 'deletePet', parameters: { petId: '{{output.id}}' } },
    };
    return [
      {
        ...api,
        name: 'Find',
        method: 'GET',
        endpoint: '/pets',
        parameters: { status: 'available', limit: 5 },
      },
      {
        ...api,
        name: 'First',
        method: 'GET',
        endpoint: '/pets/{petId}',
        parameters: { petId: '{{steps.find[0].id}}' },
      },
      { name: 'Each', type: 'loop', items: '{{steps.find}}', concurrency: 2, steps: [add] },
      {
        name: 'Which',
        type: 'condition',
        branches: [
          {
            when: 'input.ask',
            steps: [{ name: 'Ask', type: 'approval', message: 'Go on, {{input.name}}?' }],
          },
        ],
        otherwise: [{ name: 'Night', type: 'wait', seconds: 60 }],
      },
      {
        name: 'Both',
        type: 'parallel',
        branches: [
          { steps: [{ name: 'One', type: 'transform', expression: '1', onError: 'continue' }] },
          {
            steps: [
              {
                ...add,
                name: 'Late',
                parameters: { name: 'Late', species: 'cat' },
                onError: { steps: [{ name: 'Instead', type: 'transform', expression: 'error.code' }] },
              },
            ],
          },
        ],
      },
    ];
  };

  test('a workflow goes out as YAML and comes in with the hash that was approved', async () => {
    const created = await call('POST', '/workflows', {
      token,
      body: { name: 'Everything', description: 'All there is', steps: wholeVocabulary() },
    });
    const { id, planHash } = created.body.data;
    const out = await call('GET', `/workflows/${id}/arazzo`, { token });
    expect(out).toMatchObject({
      status: 200,
      body: {
        data: {
          planHash,
          document: {
            arazzo: '1.0.1',
            sourceDescriptions: [{ type: 'openapi' }],
            workflows: [
              {
                steps: [
                  { stepId: 'find', outputs: { '0_id': '$response.body#/0/id' } },
                  {
                    stepId: 'first',
                    parameters: [{ name: 'petId', in: 'path', value: '$steps.find.outputs.0_id' }],
                  },
                  { stepId: 'add' },
                  { stepId: 'late' },
                ],
              },
            ],
          },
        },
      },
    });
    const { yaml, document, notes } = out.body.data;
    expect(notes.map(({ path }: { path: string }) => path)).toContain('steps.each');
    for (const source of [yaml, document]) {
      const back = await importing({ document: source, name: 'Back' });
      expect(back).toMatchObject({ status: 201, body: { data: { name: 'Back', planHash, notes: [] } } });
      const { data } = (await call('GET', `/workflows/${back.body.data.workflowId}`, { token })).body;
      expect(data).toMatchObject({ status: 'draft', source: { kind: 'arazzo' }, planHash });
    }
  });

  test('a document whose API nobody has connected is asked about, and nothing is made', async () => {
    const document = {
      arazzo: '1.0.1',
      info: { title: 'Elsewhere', version: '1' },
      sourceDescriptions: [{ name: 'zoo', url: 'https://zoo.example/openapi.json', type: 'openapi' }],
      workflows: [
        {
          workflowId: 'visit',
          steps: [
            {
              stepId: 'list',
              operationId: '$sourceDescriptions.zoo.listPets',
              parameters: [{ name: 'limit', in: 'query', value: '$inputs.count' }],
            },
          ],
        },
      ],
    };
    expect(await importing({ document })).toMatchObject({
      status: 422,
      body: { code: 'VALIDATION_ERROR', details: [{ path: 'body.connections.zoo' }] },
    });
    const answered = await importing({ document, connections: { zoo: apiConnectionId } });
    expect(answered).toMatchObject({
      status: 201,
      body: {
        data: { name: 'Elsewhere', steps: [{ endpoint: '/pets', parameters: { limit: '{{input.count}}' } }] },
      },
    });
    const broken = {
      ...document,
      workflows: [{ workflowId: 'visit', steps: [{ stepId: 'list', operationId: 'gone' }] }],
    };
    expect(await importing({ document: broken, connections: { zoo: apiConnectionId } })).toMatchObject({
      status: 422,
      body: { details: [{ path: 'document.steps.list' }] },
    });
    expect(await importing({ document: '<html>' })).toMatchObject({ status: 422 });
  });
});
