import { checkSteps } from '../../shared/planner/check.ts';
import { planRequest } from '../../shared/planner/plan-request.ts';
import {
  allApis,
  apiOf,
  chatWorkspace,
  crm,
  operation,
  parameter,
  petStore,
} from '../support/planner-apis.ts';

const clock = { now: () => 0 };
const plan = (message: string, apis = allApis, context?: Parameters<typeof planRequest>[0]['context']) =>
  planRequest({ message, apis, deadlineMs: 1000, clock, ...(context === undefined ? {} : { context }) });

const shortly = (draft: Awaited<ReturnType<typeof plan>>) =>
  draft.steps.map((step) =>
    step.type === 'api_call' ? [`${step.method} ${step.endpoint}`, step.parameters, step.effect] : [],
  );

describe('planRequest by rules', () => {
  it('plans the main job: two APIs, data flowing from the first call into the second', async () => {
    const draft = await plan('find the available pets and tell #adoptions about the first one');
    expect(shortly(draft)).toEqual([
      ['GET /pets', { status: 'available' }, 'read'],
      [
        'POST /messages',
        { channel: '#adoptions', text: expect.stringContaining('{{steps.list_pets[0].name}}') },
        'write',
      ],
    ]);
    expect(draft).toMatchObject({ planner: 'rules', questions: [] });
    expect(draft.confidence).toBeGreaterThan(0.5);
    expect(draft.explanation).toContain('It changes data in: Post message.');
  });

  it.each<[string, unknown[]]>([
    ['show me pet 5', [['GET /pets/{petId}', { petId: 5 }, 'read']]],
    ['delete pet 7', [['DELETE /pets/{petId}', { petId: 7 }, 'irreversible']]],
    ['list the sold pets', [['GET /pets', { status: 'sold' }, 'read']]],
    ['add a pet named Rex', [['POST /pets', { name: 'Rex' }, 'write']]],
    [
      'post "Good morning" to #general',
      [['POST /messages', { channel: '#general', text: 'Good morning' }, 'write']],
    ],
    [
      'charge customer "c_42" 20 dollars',
      [['POST /payments', { customerId: 'c_42', amount: 20 }, 'irreversible']],
    ],
    [
      'look up the customer jane@example.com, then add a note saying "Called back" to them',
      [
        ['GET /customers', { email: 'jane@example.com' }, 'read'],
        [
          'POST /customers/{customerId}/notes',
          { customerId: '{{steps.search_customers.items[0].id}}', text: 'Called back' },
          'write',
        ],
      ],
    ],
    [
      'add a note saying "VIP" to the customer jane@example.com',
      [
        ['GET /customers', { email: 'jane@example.com' }, 'read'],
        [
          'POST /customers/{customerId}/notes',
          { customerId: '{{steps.search_customers.items[0].id}}', text: 'VIP' },
          'write',
        ],
      ],
    ],
    [
      'find the available pets and tell #adoptions about the second one',
      [
        ['GET /pets', { status: 'available' }, 'read'],
        [
          'POST /messages',
          { channel: '#adoptions', text: expect.stringContaining('{{steps.list_pets[1].name}}') },
          'write',
        ],
      ],
    ],
  ])('%s', async (message, steps) => {
    expect(shortly(await plan(message))).toEqual(steps);
  });

  it('asks rather than picks: which pet to delete is nobody else’s choice', async () => {
    const draft = await plan('delete the pet');
    expect(draft.questions).toMatchObject([{ stepId: 'delete_pet', parameter: 'petId' }]);
    expect(draft.confidence).toBeLessThan(0.8);
    expect(shortly(draft)).toEqual([['DELETE /pets/{petId}', { petId: '{{input.petid}}' }, 'irreversible']]);
  });

  it('takes the answer to its question from the next message', async () => {
    const draft = await plan('pet 12', allApis, {
      previousMessages: [
        { role: 'user', content: 'delete the pet' },
        { role: 'assistant', content: 'Which petId should "Delete pet" use?' },
      ],
    });
    expect(shortly(draft)).toEqual([['DELETE /pets/{petId}', { petId: 12 }, 'irreversible']]);
    expect(draft.questions).toEqual([]);
  });

  it.each([
    'book me a flight to Mars',
    'what is the meaning of life?',
    'spiele etwas Musik im Wohnzimmer',
    'list the songs by Adele',
    'find the cheapest hotel in Rome',
    'get the lyrics of a song',
    'show me the weather in Berlin',
    'translate this text into French',
    'list the stations between Rome and Milan',
    'get the latest news about football',
    '???',
    '',
  ])('says an honest no to "%s"', async (message) => {
    const draft = await plan(message);
    expect(draft).toMatchObject({ steps: [], confidence: 0 });
    expect(draft.explanation).not.toBe('');
  });

  it.each<[string, string]>([
    ['which pets are available?', 'GET /pets'],
    ['I would like to see all pets that were sold.', 'GET /pets'],
    ['Could you please remove pet 9?', 'DELETE /pets/{petId}'],
    ['My niece wants to add an animal to our home. Could you show me the available pets?', 'GET /pets'],
    ['who is the customer with the e-mail jane@example.com?', 'GET /customers'],
    ['tell #general that "the shop is closed"', 'POST /messages'],
  ])('plans what an API serves: "%s"', async (message, call) => {
    expect(shortly(await plan(message)).map(([first]) => first)).toEqual([call]);
  });

  it('says so where no API is connected', async () => {
    expect((await plan('list the pets', [])).explanation).toMatch(/No API with a document is connected/);
  });

  it('uses only the APIs that the caller names', async () => {
    const draft = await plan('list the pets', allApis, { availableApis: ['chat workspace'] });
    expect(
      draft.steps.every(
        (step) => step.type !== 'api_call' || step.apiConnectionId === chatWorkspace.connection.id,
      ),
    ).toBe(true);
  });

  it('leaves the credential’s parameter alone', async () => {
    const keyed = apiOf(
      'Weather',
      [
        operation({
          method: 'GET',
          path: '/weather',
          operationId: 'getWeather',
          summary: 'Get the weather of a city',
          parameters: [
            parameter('city', 'query', undefined, true),
            parameter('appid', 'query', undefined, true),
          ],
        }),
      ],
      { auth: { type: 'api_key', in: 'query', name: 'appid' } },
    );
    expect(shortly(await plan('get the weather in Berlin', [keyed]))).toEqual([
      ['GET /weather', { city: 'Berlin' }, 'read'],
    ]);
  });

  it('answers requests that are huge or contradictory within the checker’s rules', async () => {
    const huge = `find the available pets and ${'tell #adoptions about the first one and '.repeat(200)}`;
    const draft = await plan(huge);
    const again = checkSteps({
      steps: draft.steps.map((step) =>
        step.type === 'api_call'
          ? {
              id: step.id,
              name: step.name,
              type: step.type,
              apiConnectionId: step.apiConnectionId,
              method: step.method,
              endpoint: step.endpoint,
              parameters: step.parameters,
            }
          : { name: step.name, type: 'transform' as const, expression: '1' },
      ),
      apis: allApis,
    });
    expect(again).toHaveProperty('steps');
    expect(draft.description.length).toBeLessThanOrEqual(4000);
  });

  it('answers over 2,000 operations in less than 100 ms once they are indexed', async () => {
    const many = apiOf(
      'Many things',
      Array.from({ length: 2000 }, (_, at) =>
        operation({
          method: 'GET',
          path: `/things${at}/{id}`,
          operationId: `getThing${at}`,
          summary: `Get thing ${at}`,
          parameters: [parameter('id', 'path')],
        }),
      ),
    );
    const apis = [petStore, chatWorkspace, crm, many];
    await plan('warm up the pets', apis);
    const start = performance.now();
    const draft = await plan('find the available pets and tell #adoptions about the first one', apis);
    expect(performance.now() - start).toBeLessThan(100);
    expect(draft.steps).toHaveLength(2);
  });
});
