import { previewSteps } from '../../shared/calls/preview-steps.ts';
import type { AuthPlacement } from '../../shared/domain/connection.ts';
import type { JsonObject } from '../../shared/domain/json.ts';
import { planHash } from '../../shared/domain/plan-hash.ts';
import type { ApiCallStep, CallBinding, Step } from '../../shared/domain/workflow.ts';
import { connectionTo } from '../support/planner-apis.ts';

const connection = connectionTo('Pets', { baseUrl: 'https://pets.example/v1' });

function call(
  over: Partial<Omit<ApiCallStep, 'binding'>> & { binding?: Partial<CallBinding> } = {},
): ApiCallStep {
  const { binding, ...rest } = over;
  return {
    id: 'call',
    name: 'Call',
    type: 'api_call',
    apiConnectionId: connection.id,
    method: 'GET',
    endpoint: '/pets/{petId}',
    parameters: {},
    effect: 'read',
    ...rest,
    binding: {
      baseUrl: connection.baseUrl,
      specHash: '',
      parameters: [
        { name: 'petId', in: 'path' },
        { name: 'tags', in: 'query' },
        { name: 'X-Trace', in: 'header' },
      ],
      ...binding,
    },
  };
}

function preview(steps: readonly Step[], auth: AuthPlacement = { type: 'bearer' }) {
  return previewSteps(steps, new Map([[connection.id, { ...connection, auth }]]));
}

const post = (parameters: JsonObject): ApiCallStep =>
  call({
    id: 'post',
    name: 'Post',
    method: 'POST',
    endpoint: '/messages',
    effect: 'write',
    parameters,
    binding: { parameters: [], body: { contentType: 'application/json', mode: 'properties' } },
  });

describe('the preview of a call', () => {
  it('is the request with its base, and templates as they are written', () => {
    const parameters = {
      petId: '{{steps.find[0].id}}',
      tags: ['a b', '{{input.tag}}'],
      'X-Trace': 'run {{input.trace}}',
    };
    expect(preview([call({ parameters })])).toEqual([
      {
        stepId: 'call',
        name: 'Call',
        type: 'api_call',
        effect: 'read',
        does: 'GET /pets/{petId} on Pets',
        request: {
          method: 'GET',
          url: 'https://pets.example/v1/pets/{{steps.find[0].id}}?tags=a%20b&tags={{input.tag}}',
          headers: {
            accept: expect.any(String),
            'x-trace': 'run {{input.trace}}',
            'idempotency-key': '<execution>:call',
            authorization: 'Bearer [redacted]',
          },
          body: null,
          truncated: false,
        },
      },
    ]);
  });

  it('shows the body as it will be written, whatever stands in a template', () => {
    const [shown] = preview([post({ text: 'Hi {{steps.find["a b"].name}}!', to: 'tpl0x', count: 3 })]);
    expect(JSON.parse(shown?.request?.body ?? '')).toEqual({
      text: 'Hi {{steps.find["a b"].name}}!',
      to: 'tpl0x',
      count: 3,
    });
    expect(shown?.request?.headers['content-type']).toBe('application/json');
  });

  it.each([
    [{ type: 'none' }, {}, ''],
    [{ type: 'basic' }, { authorization: 'Basic [redacted]' }, ''],
    [{ type: 'api_key', in: 'header', name: 'X-Key' }, { 'x-key': '[redacted]' }, ''],
    [{ type: 'api_key', in: 'query', name: 'key' }, {}, '?key=[redacted]'],
  ] as [AuthPlacement, object, string][])('marks where the credential goes: %j', (auth, headers, query) => {
    const [shown] = preview([call({ parameters: { petId: 7 } })], auth);
    expect(shown?.request?.url).toBe(`https://pets.example/v1/pets/7${query}`);
    expect(shown?.request?.headers).toMatchObject(headers);
    if (auth.type === 'none') expect(shown?.request?.headers).not.toHaveProperty('authorization');
  });

  it('says why there is none: a value that would change the path, another address, no connection', () => {
    expect(preview([call({ parameters: { petId: '..' } })])[0]).toMatchObject({
      problem: expect.stringContaining('petId'),
    });
    const moved = call({ parameters: { petId: 1 }, binding: { baseUrl: 'https://other.example' } });
    expect(preview([moved])[0]).toMatchObject({ problem: expect.stringContaining('another address') });
    expect(previewSteps([call()], new Map())[0]).toMatchObject({
      problem: expect.stringContaining('not there'),
    });
  });
});

describe('the preview of a plan', () => {
  it('goes into every step that holds others, and into handlers', () => {
    const steps: readonly Step[] = [
      {
        id: 'each',
        name: 'Each',
        type: 'loop',
        items: '{{steps.find}}',
        maxItems: 5,
        effect: 'write',
        steps: [post({ text: '{{item.name}}' })],
      },
      {
        id: 'check',
        name: 'Check',
        type: 'condition',
        effect: 'write',
        branches: [{ when: 'input.x > 1', steps: [{ ...post({ text: 'a' }), id: 'a' }] }],
        otherwise: [
          {
            id: 'rest',
            name: 'Rest',
            type: 'wait',
            seconds: 60,
            effect: 'read',
            onError: { steps: [{ ...post({ text: 'b' }), id: 'b' }] },
          },
        ],
      },
      {
        id: 'both',
        name: 'Both',
        type: 'parallel',
        effect: 'read',
        branches: [
          { steps: [{ id: 'one', name: 'One', type: 'transform', expression: '1', effect: 'read' }] },
          { steps: [{ id: 'ask', name: 'Ask', type: 'approval', message: 'Go on?', effect: 'read' }] },
        ],
      },
    ];
    expect(preview(steps).map(({ stepId, inside, does }) => [stepId, inside, does])).toEqual([
      ['each', undefined, 'Once for each of {{steps.find}}, at most 5: "Post"'],
      ['post', 'each.steps', 'POST /messages on Pets'],
      ['check', undefined, 'The first that is true: if input.x > 1: "Post"; otherwise "Rest"'],
      ['a', 'check.branches[0].steps', 'POST /messages on Pets'],
      ['rest', 'check.otherwise', 'Waits 60 seconds'],
      ['b', 'rest.onError.steps', 'POST /messages on Pets'],
      ['both', undefined, 'At the same time: "One"; "Ask"'],
      ['one', 'both.branches[0].steps', 'Works out: 1'],
      ['ask', 'both.branches[1].steps', 'Asks people and waits for their answer: Go on?'],
    ]);
    const writes = preview(steps).filter(({ effect, request }) => effect !== 'read' && request !== undefined);
    expect(writes).toHaveLength(3);
  });

  it('changes with the hash: what is shown is what is approved', () => {
    const [one, other] = [[post({ text: 'a' })], [post({ text: 'b' })]];
    expect(planHash(one)).not.toBe(planHash(other));
    expect(preview(one)).not.toEqual(preview(other));
  });
});
