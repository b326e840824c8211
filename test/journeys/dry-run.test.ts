import { call, until } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';
import { callsTo, connect, sample } from '../support/sample-upstreams.ts';

describe('a dry run', () => {
  let token: string;
  beforeAll(async () => {
    ({ token } = await newPerson('Barbara'));
  });

  const make = async (steps: readonly unknown[]) => {
    const created = await call('POST', '/workflows', { token, body: { name: 'Dry', steps } });
    if (created.status !== 201) throw new Error(created.text);
    return created.body.data;
  };
  const dryRun = (id: string, body: unknown = {}) =>
    call('POST', `/workflows/${id}/dry-run`, { token, body });

  test('shows every request of an unapproved workflow, and the API hears nothing', async () => {
    const pets = await sample('pet');
    const { id: apiConnectionId } = await connect(pets, token);
    const api = { type: 'api_call', apiConnectionId };
    const { id, planHash } = await make([
      { ...api, name: 'List', method: 'GET', endpoint: '/pets', parameters: { status: 'available' } },
      { name: 'Night', type: 'wait', seconds: 3600 },
      {
        ...api,
        name: 'Add',
        method: 'POST',
        endpoint: '/pets',
        parameters: { name: '{{input.name}}', species: 'dog' },
      },
      { name: 'Said', type: 'transform', expression: '"Added " & steps.add.name' },
    ]);
    const before = (await callsTo(pets)).length;
    const { status, body } = await dryRun(id, {
      input: { name: 'Rex' },
      answers: { add: { status: 201, body: { name: 'Rex the First' } } },
    });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      status: 'completed',
      output: 'Added Rex the First',
      calls: { read: 1, write: 1, irreversible: 0 },
      steps: [
        {
          id: 'list',
          effect: 'read',
          answer: { from: expect.stringMatching(/example|schema/) },
          request: { method: 'GET', url: `${pets.url}/pets?status=available` },
        },
        { id: 'night', waits: 3600 },
        {
          id: 'add',
          answer: { from: 'given', status: 201 },
          request: { body: expect.stringContaining('Rex') },
        },
        { id: 'said' },
      ],
      notReached: [],
    });
    expect(JSON.stringify(body)).not.toContain(pets.authHint.value);
    expect((await callsTo(pets)).length).toBe(before);

    await call('POST', `/workflows/${id}/approve`, { token, body: { planHash } });
    expect((await call('GET', `/workflows/${id}/executions`, { token })).body.data.executions).toEqual([]);
  });

  test('answers as the last run was answered, and goes as far as anybody can know', async () => {
    const pets = await sample('pet');
    const { id: apiConnectionId } = await connect(pets, token, 'Recorded');
    const steps = [{ name: 'List', type: 'api_call', apiConnectionId, method: 'GET', endpoint: '/pets' }];
    const { id, planHash } = await make(steps);
    await call('POST', `/workflows/${id}/approve`, { token, body: { planHash } });
    const started = await call('POST', `/workflows/${id}/execute`, { token });
    const { executionId } = started.body.data;
    const run = await until(async () => {
      const { data } = (await call('GET', `/executions/${executionId}`, { token })).body;
      return data.status === 'completed' ? data : undefined;
    });
    const { data } = (await dryRun(id)).body;
    expect(data.steps[0].answer).toEqual({ from: 'recorded', status: 200, executionId });
    expect(data.output).toEqual(run.output);

    const elsewhere = await call('POST', '/connections', {
      token,
      body: {
        name: 'By hand',
        baseUrl: 'https://by-hand.example.com',
        endpoints: [{ method: 'get', path: '/size', responses: { '200': { description: 'Size' } } }],
      },
    });
    const other = await make([
      {
        name: 'Size',
        type: 'api_call',
        apiConnectionId: elsewhere.body.data.id,
        method: 'GET',
        endpoint: '/size',
      },
      { name: 'Each', type: 'loop', items: '{{steps.size}}', steps: [{ ...steps[0] }] },
    ]);
    const unknown = await dryRun(other.id);
    expect(unknown.body.data).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('answers'),
      steps: [{ answer: { from: 'unknown' } }, { id: 'each', status: 'failed' }],
      notReached: [{ stepId: 'list' }],
    });
  });

  test('refuses answers for steps that ask for none, and versions that are not there', async () => {
    const { id } = await make([{ name: 'One', type: 'transform', expression: '1' }]);
    expect(await dryRun(id, { answers: { one: { body: 2 } } })).toMatchObject({
      status: 422,
      body: { code: 'VALIDATION_ERROR', details: [{ path: 'body.answers.one' }] },
    });
    expect(await dryRun(id, { version: 9 })).toMatchObject({ status: 404 });
  });
});
