import { startApi } from '../support/api-under-test.ts';
import { changeOf } from '../support/changes.ts';
import { listen } from '../support/listener.ts';
import { connectionRecord } from '../support/records.ts';
import { makeTenant } from '../support/tenants.ts';

test('a dry run opens no connection to the API that it speaks of', async () => {
  const [api, upstream] = await Promise.all([startApi(), listen()]);
  try {
    const tenant = await makeTenant(api);
    const { specHash: _specHash, ...described } = connectionRecord({
      tenantId: tenant.id,
      auth: { type: 'none' },
    });
    const connection = {
      ...described,
      id: api.ports.ids.next('connection'),
      baseUrl: upstream.url,
    };
    await api.ports.connections.create(connection, changeOf({ tenantId: tenant.id }));
    const write = {
      name: 'Write',
      type: 'api_call',
      apiConnectionId: connection.id,
      method: 'POST',
      endpoint: '/things',
      parameters: { name: '{{item}}' },
    };
    const { id = '' } = await tenant.make('createWorkflow', {
      body: {
        name: 'Writes',
        steps: [{ name: 'Each', type: 'loop', items: '{{input.names}}', concurrency: 3, steps: [write] }],
      },
    });
    const { body } = await api.callRoute({
      operationId: 'dryRunWorkflow',
      caller: tenant.owner,
      params: { id },
      body: { input: { names: ['a', 'b', 'c'] } },
    });
    expect(body.data).toMatchObject({ status: 'completed', calls: { write: 3 } });
    expect(body.data.steps.map((step: { request?: { url: string } }) => step.request?.url)).toContain(
      `${upstream.url}/things`,
    );
    expect(upstream.connections()).toBe(0);
  } finally {
    await Promise.all([api.close(), upstream.close()]);
  }
});
