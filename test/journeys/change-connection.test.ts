import { call, until } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';
import { callsTo, connect, sample, type Sample } from '../support/sample-upstreams.ts';

let token: string;
let pets: Sample;
let workflowId: string;
let id: string;

beforeAll(async () => {
  [{ token }, pets] = await Promise.all([newPerson('Lise'), sample('pet')]);
  ({ id } = await connect(pets, token));
  const { body } = await call('POST', '/workflows', {
    token,
    body: {
      name: 'Count',
      steps: [
        { name: 'Count', type: 'api_call', apiConnectionId: id, method: 'GET', endpoint: '/inventory' },
      ],
    },
  });
  workflowId = body.data.id;
  await call('POST', `/workflows/${workflowId}/approve`, { token, body: { planHash: body.data.planHash } });
});

const patch = (body: object) => call('PATCH', `/connections/${id}`, { token, body });

/** Runs the workflow to its end and counts what reached the upstream meanwhile. */
async function run() {
  const before = (await callsTo(pets)).length;
  const started = await call('POST', `/workflows/${workflowId}/execute`, { token, body: { input: {} } });
  const { executionId } = started.body.data;
  const execution = await until(async () => {
    const { data } = (await call('GET', `/executions/${executionId}`, { token })).body;
    return data.status === 'completed' || data.status === 'failed' ? data : undefined;
  });
  return { execution, calls: (await callsTo(pets)).slice(before) };
}

test('an inactive connection is not called and not planned with, until it is active again', async () => {
  expect((await patch({ status: 'inactive' })).body.data.status).toBe('INACTIVE');
  const { execution, calls } = await run();
  expect(execution).toMatchObject({ status: 'failed', error: { code: 'CONNECTION_INACTIVE' } });
  expect(calls).toEqual([]);
  const { body } = await call('POST', '/chat', { token, body: { message: 'count the pets by status' } });
  expect(body.data.workflow.steps).toEqual([]);

  await patch({ status: 'active' });
  expect((await run()).execution.status).toBe('completed');
});

test('moved to another origin, neither its old credential nor a new one goes out by the approved plan', async () => {
  const other = await sample('crm');
  const moved = await patch({ baseUrl: other.url });
  expect(moved.body.message).toContain('out of use');
  const without = await run();
  expect(without.execution.error.code).toBe('CREDENTIAL_MISSING');
  expect(without.calls).toEqual([]);

  const { value, headerName } = pets.authHint;
  const otherBefore = (await callsTo(other)).length;
  const stored = await patch({ authConfig: { apiKey: value, headerName } });
  expect(stored.status).toBe(200);
  const bound = await run();
  expect(bound.execution).toMatchObject({ status: 'failed', error: { code: 'PLAN_INVALID' } });
  expect(bound.calls).toEqual([]);
  expect((await callsTo(other)).slice(otherBefore)).toEqual([]);

  await patch({ baseUrl: pets.url, authConfig: { apiKey: value, headerName } });
  const back = await run();
  expect(back.execution.status).toBe('completed');
  expect(back.calls).toMatchObject([{ path: '/inventory', status: 200, authenticated: true }]);
});

test('a plan for the address that a connection has left is asked for again', async () => {
  const plan = (await call('POST', '/chat', { token, body: { message: 'count the pets by status' } })).body
    .data;
  expect(plan.workflow.steps).toHaveLength(1);
  const { value, headerName } = pets.authHint;
  const authConfig = { apiKey: value, headerName };
  await patch({ baseUrl: (await sample('crm')).url, authConfig });
  const saved = await call('POST', '/workflows', { token, body: { planId: plan.planId } });
  expect(saved).toMatchObject({ status: 422, body: { code: 'PLAN_INVALID' } });
  await patch({ baseUrl: pets.url, authConfig });
  expect((await call('POST', '/workflows', { token, body: { planId: plan.planId } })).status).toBe(201);
});

test('renamed by PUT, it keeps its endpoints and its credential', async () => {
  const replaced = await call('PUT', `/connections/${id}`, {
    token,
    body: { name: 'Beasts', baseUrl: pets.url, authType: 'api_key', documentationUrl: pets.documentUrl },
  });
  expect(replaced.body.data).toMatchObject({ name: 'Beasts', ingestionStatus: 'SUCCEEDED' });
  expect(replaced.body.data.endpointCount).toBeGreaterThan(3);
  expect((await run()).execution.status).toBe('completed');
});
