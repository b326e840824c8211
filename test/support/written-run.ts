import { ENDPOINTS, idOf, takeLease } from './route-fixtures.ts';
import type { Tenant } from './tenants.ts';

/** The id of an execution that has ended and whose one write names its reverse. */
export async function aWrittenRun(tenant: Tenant): Promise<string> {
  const body = { name: `Notes ${tenant.marker}`, ...ENDPOINTS };
  const apiConnectionId = await idOf(tenant.make('createConnection', { body }));
  const parameters = { book: 'one', text: tenant.marker };
  const write = {
    name: 'Write',
    type: 'api_call',
    apiConnectionId,
    method: 'POST',
    endpoint: '/notes/{book}',
    parameters,
    compensate: { method: 'POST', endpoint: '/notes/{book}', parameters: { book: '{{input.book}}' } },
  };
  const made = await tenant.make('createWorkflow', { body: { name: 'Notes', steps: [write] } });
  const { id = '', planHash } = made;
  await tenant.make('approveWorkflow', { params: { id }, body: { planHash } });
  const runId = await idOf(tenant.make('executeWorkflow', { params: { id } }), 'executionId');
  const { runStore } = tenant.api.ports;
  const run = { tenantId: tenant.id, runId };
  const now = Date.now();
  const at = new Date(now).toISOString();
  await takeLease(tenant, runId, now);
  const done = { status: 'completed' as const, attempt: 1, startedAt: at, completedAt: at };
  await runStore.commit({
    ...run,
    fence: 1,
    steps: { write: { ...done, input: parameters, output: null } },
    finish: { status: 'completed', output: null },
    at,
    leaseUntil: 0,
    events: [],
  });
  return runId;
}
