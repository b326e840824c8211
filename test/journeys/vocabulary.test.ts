import { call, until } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';
import { callsTo, connect, sample } from '../support/sample-upstreams.ts';

describe('the steps of a workflow', () => {
  let token: string;
  beforeAll(async () => {
    ({ token } = await newPerson('Edsger'));
  });

  const make = async (name: string, steps: readonly unknown[]) => {
    const created = await call('POST', '/workflows', { token, body: { name, steps } });
    if (created.status !== 201) throw new Error(created.text);
    const { id, planHash } = created.body.data;
    await call('POST', `/workflows/${id}/approve`, { token, body: { planHash } });
    return id;
  };
  const run = async (id: string, input: unknown = {}) => {
    const { body } = await call('POST', `/workflows/${id}/execute`, { token, body: { input } });
    return until(async () => {
      const { data } = (await call('GET', `/executions/${body.data.executionId}`, { token })).body;
      return data.status === 'completed' || data.status === 'failed' ? data : undefined;
    });
  };

  test('a condition takes the branch that fits', async () => {
    const id = await make('Size', [
      {
        name: 'Which',
        type: 'condition',
        branches: [
          { when: 'input.n > 10', steps: [{ name: 'Large', type: 'transform', expression: '"large"' }] },
          { when: 'input.n > 5', steps: [{ name: 'Middle', type: 'transform', expression: '"middle"' }] },
        ],
        otherwise: [{ name: 'Small', type: 'transform', expression: '"small"' }],
      },
      { name: 'Said', type: 'transform', expression: '"It is " & steps.which' },
    ]);
    const outputs = await Promise.all([20, 7, 1].map(async (n) => (await run(id, { n })).output));
    expect(outputs).toEqual(['It is large', 'It is middle', 'It is small']);
  });

  test('a loop calls an API once for each item, and gives the list of what it collects', async () => {
    const pets = await sample('pet');
    const connection = await connect(pets, token);
    const id = await make('Each', [
      {
        name: 'Register',
        type: 'loop',
        items: '{{input.names}}',
        concurrency: 2,
        collect: '{{steps.add.name}} is {{index}}',
        steps: [
          {
            name: 'Add',
            type: 'api_call',
            apiConnectionId: connection.id,
            method: 'POST',
            endpoint: '/pets',
            parameters: { name: '{{item}}', species: 'dog' },
          },
        ],
      },
    ]);
    const before = (await callsTo(pets)).length;
    const names = ['Ada', 'Bob', 'Cleo', 'Dot', 'Eve'];
    const execution = await run(id, { names });
    expect(execution).toMatchObject({
      status: 'completed',
      output: names.map((name, at) => `${name} is ${at}`),
    });
    const added = execution.steps.filter(({ stepId }: { stepId: string }) => stepId === 'add');
    expect(added.map((step: { id: string }) => step.id).toSorted()).toEqual(
      names.map((_, at) => `register[${at}].add`),
    );
    expect((await callsTo(pets)).length - before).toBe(names.length);
  });

  test('what fails is handled, and the run goes on', async () => {
    const id = await make('Careful', [
      {
        name: 'Breaks',
        type: 'transform',
        expression: '$error("no")',
        onError: { steps: [{ name: 'Instead', type: 'transform', expression: '"saw " & error.code' }] },
      },
      { name: 'After', type: 'transform', expression: 'steps.breaks' },
    ]);
    expect(await run(id)).toMatchObject({ status: 'completed', output: 'saw TRANSFORM_FAILED' });
  });

  test('a short wait is slept through, a longer one is left to the machine that waits', async () => {
    const id = await make('Patient', [
      { name: 'Moment', type: 'wait', seconds: 1 },
      { name: 'While', type: 'wait', seconds: '{{input.seconds}}' },
      { name: 'Done', type: 'transform', expression: '"done"' },
    ]);
    const execution = await run(id, { seconds: 7 });
    expect(execution).toMatchObject({ status: 'completed', output: 'done' });
    const [moment, longer] = execution.steps;
    expect(moment.duration).toBeGreaterThanOrEqual(1_000);
    expect(longer.duration).toBeGreaterThanOrEqual(7_000);
  });

  test.each([
    [
      'a loop over what is no list',
      [
        {
          name: 'Pick',
          type: 'loop',
          items: 'all of them',
          steps: [{ name: 'T', type: 'transform', expression: '1' }],
        },
      ],
      'body.steps[0].items',
    ],
    ['an item outside a loop', [{ name: 'W', type: 'wait', seconds: '{{item.pause}}' }], 'steps[0].seconds'],
    [
      'a reference into another branch',
      [
        {
          name: 'C',
          type: 'condition',
          branches: [
            { when: 'true', steps: [{ name: 'One', type: 'transform', expression: '1' }] },
            { when: 'false', steps: [{ name: 'Two', type: 'wait', seconds: '{{steps.one}}' }] },
          ],
        },
      ],
      'steps[0].branches[1].steps[0].seconds',
    ],
    [
      'a condition that cannot be read',
      [
        {
          name: 'C',
          type: 'condition',
          branches: [{ when: '1 +', steps: [{ name: 'T', type: 'transform', expression: '1' }] }],
        },
      ],
      'steps.c.branches[0].when',
    ],
    [
      'ten thousand steps',
      Array.from({ length: 10_000 }, (_, at) => ({ name: `T${at}`, type: 'transform', expression: '1' })),
      'body.steps',
    ],
  ])('%s is refused where it stands', async (_name, steps, path) => {
    const { status, body } = await call('POST', '/workflows', { token, body: { name: 'Bad', steps } });
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'VALIDATION_ERROR' });
    expect(body.details.map((detail: { path: string }) => detail.path)).toContain(path);
  });
});
