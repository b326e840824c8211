import { call, until } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';
import { callsTo, sample } from '../support/sample-upstreams.ts';

test('an API without a document is described by hand, planned with, run, and edited', async () => {
  const [{ token }, pets] = await Promise.all([newPerson('Hedy'), sample('pet')]);
  const { value, headerName } = pets.authHint;
  const described = {
    name: 'Shelter',
    baseUrl: pets.url,
    authType: 'api_key',
    endpoints: [
      {
        method: 'get',
        path: '/pets',
        operationId: 'listPets',
        summary: 'List the pets of the shelter',
        parameters: [{ name: 'status', schema: { type: 'string', enum: ['available', 'pending', 'sold'] } }],
        responses: {
          '200': {
            schema: {
              type: 'array',
              items: { type: 'object', properties: { id: { type: 'integer' }, name: { type: 'string' } } },
            },
          },
        },
      },
    ],
  };
  const created = await call('POST', '/connections', {
    token,
    body: { ...described, authConfig: { apiKey: value, headerName } },
  });
  expect(created.body.data).toMatchObject({ ingestionStatus: 'SUCCEEDED', endpointCount: 1, problems: [] });
  const { id } = created.body.data;

  const plan = (await call('POST', '/chat', { token, body: { message: 'list the available pets' } })).body
    .data;
  expect(plan.workflow.steps).toMatchObject([
    { apiConnectionId: id, method: 'GET', endpoint: '/pets', parameters: { status: 'available' } },
  ]);
  const workflow = (await call('POST', '/workflows', { token, body: { planId: plan.planId } })).body.data;
  const approval = { token, body: { planHash: plan.planHash } };
  await call('POST', `/workflows/${workflow.id}/approve`, approval);
  const before = (await callsTo(pets)).length;
  const started = await call('POST', `/workflows/${workflow.id}/execute`, { token, body: { input: {} } });
  const execution = await until(async () => {
    const { data } = (await call('GET', `/executions/${started.body.data.executionId}`, { token })).body;
    return data.status === 'completed' || data.status === 'failed' ? data : undefined;
  });
  expect(execution.status).toBe('completed');
  expect((await callsTo(pets)).slice(before)).toMatchObject([
    { path: '/pets?status=available', status: 200, authenticated: true },
  ]);

  const more = [...described.endpoints, { method: 'get', path: '/inventory', summary: 'Count the pets' }];
  const edited = await call('PUT', `/connections/${id}`, { token, body: { ...described, endpoints: more } });
  expect(edited.body.data).toMatchObject({ endpointCount: 2, ingestionStatus: 'SUCCEEDED' });
  const history = (await call('GET', `/connections/${id}/changes`, { token })).body.data.changes;
  expect(history).toMatchObject([{ counts: { new: 1, removed: 0, changed: 0, breaking: 0 } }]);
  const { endpoints } = (await call('GET', `/connections/${id}/endpoints?search=inventory`, { token })).body
    .data;
  const tried = await call('POST', `/connections/${id}/endpoints/${endpoints[0].id}/try`, {
    token,
    body: {},
  });
  expect(tried.body.data.response).toMatchObject({ status: 200, body: { available: expect.any(Number) } });
});
