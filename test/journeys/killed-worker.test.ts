import { request } from 'undici';
import { call, laptopUrl, until } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';
import { breakUpstream, callsTo, connect, sample } from '../support/sample-upstreams.ts';

describe('a worker that is killed in the middle of a run', () => {
  test('is replaced at once: a finished step is not repeated, a read under way is', async () => {
    const { token } = await newPerson('Margaret');
    const pets = await sample('pet');
    const connection = await connect(pets, token);
    const step = (name: string, endpoint: string) => ({
      name,
      type: 'api_call',
      apiConnectionId: connection.id,
      endpoint,
      method: 'GET',
    });
    const steps = [step('First', '/pets'), step('Second', '/orders')];
    const created = await call('POST', '/workflows', { token, body: { name: 'Killed', steps } });
    const { id, planHash } = created.body.data;
    await call('POST', `/workflows/${id}/approve`, { token, body: { planHash } });

    const before = (await callsTo(pets)).length;
    // Slow enough to be seen under way.
    await breakUpstream(pets, { delayMs: 1000, count: 2 });
    const { executionId } = (await call('POST', `/workflows/${id}/execute`, { token })).body.data;
    await until(async () => {
      const { data } = (await call('GET', `/executions/${executionId}`, { token })).body;
      if (data.status !== 'running')
        throw new Error(`The run was over before it could be killed: ${data.status}`);
      return data.steps[1].status === 'running' ? true : undefined;
    });
    const killed = await request(`${laptopUrl()}/_local/functions/run-workflow/kill`, { method: 'POST' });
    await killed.body.dump();

    const execution = await until(async () => {
      const { data } = (await call('GET', `/executions/${executionId}`, { token })).body;
      return data.status === 'completed' || data.status === 'failed' ? data : undefined;
    });
    expect(execution).toMatchObject({
      status: 'completed',
      steps: [{ attempt: 1 }, { status: 'completed', attempt: 2 }],
    });
    const calls = (await callsTo(pets)).slice(before);
    expect(calls.filter(({ path }) => path.startsWith('/pets')).length).toBe(1);
  });
});
