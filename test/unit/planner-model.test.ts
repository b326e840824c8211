import { planRequest } from '../../shared/planner/plan-request.ts';
import { allApis } from '../support/planner-apis.ts';
import {
  calls,
  fails,
  MODEL_KEY,
  says,
  startModelServer,
  type ModelReply,
} from '../support/start-model-server.ts';

const clock = { now: () => Date.now() };
const message = 'find the available pets and tell #adoptions about the first one';

const good = {
  steps: [
    { id: 'pets', operation: 'listPets', arguments: [{ name: 'status', value: 'available' }] },
    {
      id: 'tell',
      operation: 'postMessage',
      arguments: [
        { name: 'channel', value: '#adoptions' },
        { name: 'text', template: 'Meet {{steps.pets[0].name}}' },
      ],
    },
  ],
  questions: [],
};

async function planWith(replies: ModelReply[], deadlineMs = 5000) {
  const server = await startModelServer(...replies);
  try {
    const draft = await planRequest({ message, apis: allApis, model: server.client, deadlineMs, clock });
    return { draft, requests: server.requests };
  } finally {
    await server.stop();
  }
}

describe('planRequest with a model', () => {
  it('takes a plan that fits: operations by the model, effects and names by the checker', async () => {
    const { draft, requests } = await planWith([calls(good)]);
    expect(draft).toMatchObject({
      planner: 'model',
      steps: [
        { id: 'pets', name: 'List pets', effect: 'read', parameters: { status: 'available' } },
        {
          id: 'tell',
          name: 'Post message',
          effect: 'write',
          parameters: { text: 'Meet {{steps.pets[0].name}}' },
        },
      ],
    });
    expect(draft).not.toHaveProperty('fallbackReason');
    expect(requests).toHaveLength(1);
    expect(requests[0]?.body).toMatchObject({
      temperature: 0,
      seed: expect.any(Number),
      tools: [{ function: { name: 'propose_plan', strict: true } }],
    });
    expect(requests[0]?.authorization).toBe(`Bearer ${MODEL_KEY}`);
  });

  it.each([
    ['[0].name', '{{steps.pets[0].name}}'],
    ['0.name', '{{steps.pets[0].name}}'],
    ['$[0].name', '{{steps.pets[0].name}}'],
  ])('reads a reference written as %s', async (path, template) => {
    const [pets, tell] = good.steps;
    const steps = [
      pets,
      {
        ...tell,
        arguments: [
          { name: 'channel', value: '#a' },
          { name: 'text', from: { step: 'pets', path } },
        ],
      },
    ];
    const { draft } = await planWith([calls({ steps, questions: [] })]);
    expect(draft.steps[1]).toMatchObject({ parameters: { text: template } });
  });

  it('lets the model repair its plan once, with the checker’s sentences', async () => {
    const wrong = {
      ...good,
      steps: [{ id: 'pets', operation: 'listPets', arguments: [{ name: 'status', value: 'gone' }] }],
    };
    const { draft, requests } = await planWith([calls(wrong), calls(good)]);
    expect(draft.planner).toBe('model');
    expect(requests[1]?.body.messages.at(-1)?.content).toContain('must be one of "available"');
  });

  it('drops temperature and seed where the server refuses them, and then for good', async () => {
    const server = await startModelServer(fails(400, 'temperature is not supported'), calls(good));
    try {
      for (let count = 0; count < 2; count += 1) {
        const draft = await planRequest({
          message,
          apis: allApis,
          model: server.client,
          deadlineMs: 5000,
          clock,
        });
        expect(draft.planner).toBe('model');
      }
      expect(server.requests.map(({ body }) => body.temperature)).toEqual([0, undefined, undefined]);
    } finally {
      await server.stop();
    }
  });

  it('takes the model’s questions, with a confidence below 0.8', async () => {
    const { draft } = await planWith([calls({ ...good, questions: ['Which channel?'] })]);
    expect(draft.questions).toEqual([{ question: 'Which channel?' }]);
    expect(draft.confidence).toBeLessThan(0.8);
  });

  it.each<[string, ModelReply[], RegExp]>([
    ['401', [fails(401)], /refused our key/],
    ['429', [fails(429)], /rate limit/],
    ['500', [fails(500)], /HTTP 500/],
    ['400 whatever is left out', [fails(400)], /HTTP 400/],
    [
      'a plan that never fits',
      [calls({ steps: [{ id: 'a', operation: 'nope', arguments: [] }], questions: [] })],
      /twice/,
    ],
    ['no JSON', [calls('{"steps": [')], /twice/],
    ['prose', [says('I would rather not.')], /twice/],
    [
      'a body that is no JSON',
      [(_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('<html>')],
      /language model/,
    ],
    ['a broken connection', [(_, response) => response.destroy()], /could not be reached/],
    ['a megabyte', [says('x'.repeat(1024 * 1024))], /could not be reached|far too much/],
  ])('lets the rules answer, and says why, on %s', async (_, replies, reason) => {
    const { draft } = await planWith(replies);
    expect(draft).toMatchObject({ planner: 'rules', fallbackReason: expect.stringMatching(reason) });
    expect(draft.steps).toHaveLength(2);
    expect(JSON.stringify(draft)).not.toContain(MODEL_KEY);
  });

  it('waits no longer than its deadline allows', async () => {
    const start = Date.now();
    const { draft } = await planWith([() => {}], 1600);
    expect(Date.now() - start).toBeLessThan(1600);
    expect(draft).toMatchObject({ planner: 'rules', fallbackReason: expect.stringMatching(/in time/) });
  });

  it('does not ask where there is no time, no operation or no request', async () => {
    const { draft, requests } = await planWith([calls(good)], 500);
    expect(draft.fallbackReason).toMatch(/no time left/);
    expect(requests).toEqual([]);
  });
});
