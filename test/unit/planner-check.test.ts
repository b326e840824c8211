import type { StepInput } from '../../shared/domain/workflow.ts';
import { checkSteps } from '../../shared/planner/check.ts';
import { allApis, chatWorkspace, connectionTo, crm, petStore } from '../support/planner-apis.ts';

const call = (
  api: { connection: { id: string } },
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  endpoint: string,
  parameters: Extract<StepInput, { type: 'api_call' }>['parameters'] = {},
  name = `${method} ${endpoint}`,
): Extract<StepInput, { type: 'api_call' }> => ({
  name,
  type: 'api_call',
  apiConnectionId: api.connection.id,
  method,
  endpoint,
  parameters,
});

const listPets = call(petStore, 'GET', '/pets', { status: 'available' }, 'Find pets');
const post = (text: string) => call(chatWorkspace, 'POST', '/messages', { channel: '#a', text }, 'Tell');

function errorsOf(steps: StepInput[], apis: Parameters<typeof checkSteps>[0]['apis'] = allApis) {
  const result = checkSteps({ steps, apis });
  return 'errors' in result ? result.errors : [];
}

describe('checkSteps', () => {
  it.each([
    [{ ingestionStatus: 'QUEUED', baseUrl: 'https://pets.example.com' }, 'still being read'],
    [{ ingestionStatus: 'RUNNING', baseUrl: '' }, 'still being read'],
    [{ ingestionStatus: 'FAILED', baseUrl: '' }, 'has no address'],
  ] as const)('says of an API without a catalogue (%j) that it %s', (over, words) => {
    const unread = { connection: { ...petStore.connection, ...over } };
    expect(errorsOf([listPets], [unread])).toEqual([
      { path: 'steps[0].apiConnectionId', message: expect.stringContaining(words) },
    ]);
  });

  it('adds ids, effects and bindings to steps that fit', () => {
    const result = checkSteps({ steps: [listPets, post('{{steps.Find Pets[0].name}}')], apis: allApis });
    expect(result).toMatchObject({
      steps: [
        {
          id: 'find_pets',
          effect: 'read',
          binding: { baseUrl: petStore.connection.baseUrl, specHash: petStore.catalogue.specHash },
        },
        { id: 'tell', effect: 'write', binding: { body: { mode: 'properties' } } },
      ],
    });
  });

  it('numbers ids that are taken, and gives given ones first', () => {
    const result = checkSteps({
      steps: [listPets, { ...listPets, id: 'find_pets' }, listPets],
      apis: allApis,
    });
    expect('steps' in result && result.steps.map(({ id }) => id)).toEqual([
      'find_pets_2',
      'find_pets',
      'find_pets_3',
    ]);
  });

  it.each<[string, StepInput[], string, RegExp]>([
    [
      'an operation that does not exist',
      [call(petStore, 'GET', '/pet')],
      'steps[0].endpoint',
      /no operation GET \/pet\. Did you mean GET \/pets\?/,
    ],
    [
      'a method that does not exist',
      [call(petStore, 'PATCH', '/pets')],
      'steps[0].endpoint',
      /no operation PATCH/,
    ],
    [
      'another host',
      [call(petStore, 'GET', 'https://evil.example/pets')],
      'steps[0].endpoint',
      /no operation/,
    ],
    [
      'an unknown connection',
      [{ ...listPets, apiConnectionId: 'conn_0000000000000000' }],
      'steps[0].apiConnectionId',
      /no such API connection/,
    ],
    [
      'a missing parameter',
      [call(petStore, 'GET', '/pets/{petId}')],
      'steps[0].parameters.petId',
      /needs the parameter "petId"/,
    ],
    [
      'an unknown parameter',
      [call(petStore, 'GET', '/pets', { stauts: 'sold' })],
      'steps[0].parameters.stauts',
      /Did you mean "status"\?/,
    ],
    [
      'a value outside the list',
      [call(petStore, 'GET', '/pets', { status: 'gone' })],
      'steps[0].parameters.status',
      /must be one of "available"/,
    ],
    [
      'a wrong type in the query',
      [call(petStore, 'GET', '/pets', { limit: 'many' })],
      'steps[0].parameters.limit',
      /must be a whole number/,
    ],
    [
      'a wrong type in the body',
      [call(crm, 'POST', '/payments', { amount: '5', customerId: 'c' })],
      'steps[0].parameters.amount',
      /must be a number/,
    ],
    [
      'a reference to a later step',
      [post('{{steps.find_pets[0].name}}'), listPets],
      'steps[0].parameters.text',
      /has not ended by then/,
    ],
    [
      'a reference to itself',
      [post('{{steps.tell.id}}')],
      'steps[0].parameters.text',
      /has not ended by then/,
    ],
    [
      'a reference to nothing',
      [listPets, post('{{steps.find_pet.id}}')],
      'steps[1].parameters.text',
      /Did you mean "find_pets"\?/,
    ],
    [
      'a field that the answer lacks',
      [listPets, post('{{steps.find_pets[0].colour}}')],
      'steps[1].parameters.text',
      /there is no "colour"; it has id, name/,
    ],
    [
      'a field of a list',
      [listPets, post('{{steps.find_pets.name}}')],
      'steps[1].parameters.text',
      /it is a list there/,
    ],
    [
      'a list for a text',
      [listPets, post('{{steps.find_pets}}')],
      'steps[1].parameters.text',
      /is array, and this parameter takes string/,
    ],
    ['an unreadable template', [post('{{pets.name}}')], 'steps[0].parameters.text', /must start with/],
  ])('refuses %s with its place and a sentence', (_, steps, path, message) => {
    expect(errorsOf(steps)).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  it('takes a number written as text where it is sent as text', () => {
    expect(errorsOf([call(petStore, 'GET', '/pets', { limit: '5' })])).toEqual([]);
  });

  it('lets branches see what came before, never each other; what follows sees all', () => {
    const branches = (second: string): StepInput[] => [
      listPets,
      {
        name: 'Both',
        type: 'parallel',
        branches: [
          { steps: [{ ...post('{{steps.find_pets[0].name}}'), name: 'One' }] },
          { steps: [{ ...post(second), name: 'Two' }] },
        ],
      },
      { ...post('{{steps.one.id}} {{steps.two.id}}'), name: 'After' },
    ];
    expect(errorsOf(branches('hello'))).toEqual([]);
    expect(errorsOf(branches('{{steps.one.id}}'))).toEqual([
      {
        path: 'steps[1].branches[1].steps[0].parameters.text',
        message: expect.stringMatching(/has not ended/),
      },
    ]);
    const result = checkSteps({ steps: branches('hello'), apis: allApis });
    expect('steps' in result && result.steps[1]?.effect).toBe('write');
  });

  it('refuses a parameter that the credential fills', () => {
    const keyed = {
      ...petStore,
      connection: { ...petStore.connection, auth: { type: 'api_key', in: 'query', name: 'status' } as const },
    };
    expect(errorsOf([listPets], [keyed])).toEqual([
      { path: 'steps[0].parameters.status', message: expect.stringMatching(/takes no parameter/) },
    ]);
  });

  it('takes any path of a connection without a catalogue, on its own origin', () => {
    const plain = { connection: connectionTo('Plain') };
    const good = checkSteps({
      steps: [call(plain, 'DELETE', '/things/{id}', { id: 1, force: true })],
      apis: [plain],
    });
    expect(good).toMatchObject({
      steps: [
        {
          effect: 'irreversible',
          binding: {
            parameters: [
              { name: 'id', in: 'path' },
              { name: 'force', in: 'query' },
            ],
          },
        },
      ],
    });
    for (const endpoint of [
      '//evil.example/x',
      'https://evil.example',
      '/a/../b',
      '/a/%2e%2e/b',
      '/a?x=1',
      '/a/{{input.x}}',
      'a',
    ]) {
      expect(errorsOf([call(plain, 'GET', endpoint)], [plain])).toEqual([
        { path: 'steps[0].endpoint', message: expect.stringMatching(/must be a path/) },
      ]);
    }
  });

  it('refuses members that could reach a prototype', () => {
    const parameters = JSON.parse('{"channel":"#a","text":"x","__proto__":{"a":1}}');
    expect(errorsOf([call(chatWorkspace, 'POST', '/messages', parameters)])).toEqual([
      { path: 'steps[0].parameters.__proto__', message: expect.stringMatching(/takes no parameter/) },
    ]);
  });
});
