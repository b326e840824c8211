import { call, until } from '../support/api-client.ts';
import { newPerson, type Person } from '../support/people.ts';
import { callsTo, connect, sample } from '../support/sample-upstreams.ts';

describe('hand-written workflows', () => {
  let person: Person;
  let token: string;
  beforeAll(async () => {
    person = await newPerson('Barbara');
    token = person.token;
  });

  const make = async (name: string, steps: readonly unknown[]) => {
    const created = await call('POST', '/workflows', { token, body: { name, steps } });
    if (created.status !== 201) throw new Error(created.text);
    const { id, planHash } = created.body.data;
    await call('POST', `/workflows/${id}/approve`, { token, body: { planHash } });
    return created.body.data;
  };
  const finished = (executionId: string) =>
    until(async () => {
      const { data } = (await call('GET', `/executions/${executionId}`, { token })).body;
      return data.status === 'completed' || data.status === 'failed' ? data : undefined;
    });
  const run = async (id: string, input: unknown = {}) => {
    const { body } = await call('POST', `/workflows/${id}/execute`, { token, body: { input } });
    return finished(body.data.executionId);
  };

  test('transforms read the input and what came before, in order and in parallel', async () => {
    const { id } = await make('Sums', [
      { name: 'Double', type: 'transform', expression: 'input.n * 2' },
      {
        name: 'Both',
        type: 'parallel',
        branches: [
          { steps: [{ name: 'Plus one', type: 'transform', expression: 'steps.double + 1' }] },
          { steps: [{ name: 'Squared', type: 'transform', expression: '$power(steps.double, 2)' }] },
        ],
      },
      { name: 'Sum', type: 'transform', expression: '{"sum": steps.plus_one + steps.squared}' },
    ]);
    expect(await run(id, { n: 5 })).toMatchObject({
      status: 'completed',
      output: { sum: 111 },
      steps: [
        { id: 'double', output: 10 },
        { id: 'plus_one', output: 11 },
        { id: 'squared', output: 100 },
        { id: 'sum', output: { sum: 111 } },
      ],
    });
  });

  test('a transform without end fails the run and harms nobody', async () => {
    const { id } = await make('Endless', [
      { name: 'Loop', type: 'transform', expression: '($f := function(){ $f() }; $f())' },
    ]);
    expect(await run(id)).toMatchObject({ status: 'failed', error: { code: 'TRANSFORM_FAILED' } });
    const { id: next } = await make('After', [{ name: 'One', type: 'transform', expression: '1' }]);
    expect(await run(next)).toMatchObject({ status: 'completed', output: 1 });
  });

  test('one idempotency key is one run, and another request under it is refused', async () => {
    const { id } = await make('Once', [{ name: 'Echo', type: 'transform', expression: 'input' }]);
    const headers = { 'idempotency-key': 'order-17' };
    const start = (input: unknown) =>
      call('POST', `/workflows/${id}/execute`, { token, headers, body: { input } });
    const answers = await Promise.all(Array.from({ length: 8 }, () => start({ a: 1 })));
    expect(new Set(answers.map(({ body }) => body.data.executionId)).size).toBe(1);
    expect(await start({ a: 2 })).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_CONFLICT' } });
    await finished(answers[0]?.body.data.executionId);
    const { body } = await call('GET', `/workflows/${id}/executions`, { token });
    expect(body.data.pagination.total).toBe(1);
  });

  test('parallel calls reach two upstreams, and an unresolved reference names itself', async () => {
    const [pets, crm] = await Promise.all([sample('pet'), sample('crm')]);
    const [petStore, contacts] = await Promise.all([connect(pets, token), connect(crm, token)]);
    const endpoint = async (connectionId: string) =>
      (
        await call('GET', `/connections/${connectionId}/endpoints?method=GET`, { token })
      ).body.data.endpoints.find(
        ({ path, parameters }: { path: string; parameters: { required: boolean }[] }) =>
          !path.includes('{') && !parameters.some(({ required }) => required),
      ).path;
    const step = async (name: string, connection: { id: string }) => ({
      name,
      type: 'api_call',
      apiConnectionId: connection.id,
      endpoint: await endpoint(connection.id),
      method: 'GET',
    });
    const [left, right] = await Promise.all([step('Pets', petStore), step('People', contacts)]);
    const { id } = await make('Both', [
      { name: 'Fetch', type: 'parallel', branches: [{ steps: [left] }, { steps: [right] }] },
      { name: 'Count', type: 'transform', expression: '{"found": $count(steps.*)}' },
    ]);
    const before = (await callsTo(crm)).length;
    expect(await run(id)).toMatchObject({ status: 'completed', output: { found: expect.any(Number) } });
    expect((await callsTo(crm)).length).toBe(before + 1);

    const bad = await call('POST', '/workflows', {
      token,
      body: { name: 'Forward', steps: [{ ...left, parameters: { status: '{{steps.later.id}}' } }] },
    });
    expect(bad).toMatchObject({
      status: 422,
      body: { code: 'VALIDATION_ERROR', error: expect.stringContaining('later') },
    });
  });
});
