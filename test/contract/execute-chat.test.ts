import { startApi, type ApiUnderTest } from '../support/api-under-test.ts';
import { petsDocument } from '../support/route-fixtures.ts';
import { makeTenant, type Tenant } from '../support/tenants.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function setup() {
  const tenant = await makeTenant(api);
  const { paths, ...head } = petsDocument(tenant.marker);
  const post = {
    operationId: 'createPet',
    summary: 'Add a pet',
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
        },
      },
    },
    responses: { '201': { description: 'A pet' } },
  };
  const content = { ...head, paths: { ...paths, '/pets': { ...paths['/pets'], post } } };
  await tenant.make('createConnection', { body: { name: `Pets ${tenant.marker}`, document: { content } } });
  const execute = (body: object, key?: string) =>
    api.callRoute({
      operationId: 'executeChat',
      caller: tenant.owner,
      body,
      ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
    });
  return { tenant, execute };
}

const startsOf = ({ id }: Tenant) => api.runs.filter((run) => run.tenantId === id && run.step === 'start');

describe('POST /chat/execute', () => {
  it('runs a request that only reads at once', async () => {
    const { tenant, execute } = await setup();
    const { status, body, faults } = await execute({ message: 'list the pets', input: { of: 'me' } });
    expect({ status, faults }).toEqual({ status: 202, faults: [] });
    expect(body.data).toMatchObject({ status: 'running', workflow: { steps: [{ method: 'GET' }] } });
    expect(startsOf(tenant)).toMatchObject([{ runId: body.data.executionId }]);
    const workflow = await tenant.make('getWorkflow', { params: { id: body.data.workflowId } });
    expect(workflow).toMatchObject({ approved: true, status: 'active', planHash: body.data.planHash });
  });

  it('asks for the hash where something changes, with the plan and its requests; nothing is written for it', async () => {
    const { tenant, execute } = await setup();
    const refused = await execute({ message: 'add a pet called Rex' });
    expect(refused).toMatchObject({ status: 409, faults: [], body: { code: 'CONFIRMATION_REQUIRED' } });
    const { planId, planHash, preview } = refused.body.data;
    expect(preview).toMatchObject([
      { effect: 'write', request: { method: 'POST', body: expect.stringContaining('Rex') } },
    ]);
    expect(await tenant.make('listWorkflows', {})).toMatchObject({ workflows: [] });

    const wrong = await execute({ planId, confirmHash: `sha256:${'0'.repeat(64)}` });
    expect(wrong).toMatchObject({ status: 409, body: { code: 'PLAN_HASH_MISMATCH', data: { planHash } } });
    expect(startsOf(tenant)).toEqual([]);

    const confirmed = await execute({ planId, confirmHash: planHash });
    expect(confirmed).toMatchObject({ status: 202, body: { data: { planId, planHash } } });
    expect(startsOf(tenant)).toHaveLength(1);
  });

  it('makes one workflow of a plan, and starts one run for a key', async () => {
    const { tenant, execute } = await setup();
    const first = await execute({ message: 'list the pets', input: { a: 1 } }, 'key-1');
    const again = await execute({ message: 'list the pets', input: { a: 1 } }, 'key-1');
    expect(again.body.data).toEqual(first.body.data);
    const { planId } = first.body.data;
    const other = await execute({ planId }, 'key-2');
    expect(other.body.data).toMatchObject({ workflowId: first.body.data.workflowId });
    expect(other.body.data.executionId).not.toBe(first.body.data.executionId);
    expect(await tenant.make('listWorkflows', {})).toMatchObject({ pagination: { total: 1 } });
    for (const body of [
      { message: 'list the pets', input: { a: 2 } },
      { message: 'list all pets', input: { a: 1 } },
      { planId: 'plan_01JD4X7Q2M8V5N3K9R6T1W0Y4Z' },
    ]) {
      expect((await execute(body, 'key-1')).body).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    }
  });

  it('takes the input for an answer to what the plan asks', async () => {
    const { execute } = await setup();
    const open = await execute({ message: 'get a pet' });
    expect(open).toMatchObject({ status: 422, body: { code: 'PLAN_INVALID' } });
    expect(open.body.details[0].message).toContain('id');
    expect(open.body.data).toMatchObject({ planId: expect.any(String), questions: [{ parameter: 'id' }] });
    const given = await execute({ message: 'get a pet', input: { Id: '5' } });
    expect(given.status).toBe(202);
  });

  it('refuses what is neither a message nor a plan, and both', async () => {
    const { execute } = await setup();
    for (const body of [{}, { message: 'list the pets', planId: 'plan_01JD4X7Q2M8V5N3K9R6T1W0Y4Z' }]) {
      expect(await execute(body)).toMatchObject({ status: 422, body: { code: 'VALIDATION_ERROR' } });
    }
    expect(await execute({ message: 'frobnicate the quux' })).toMatchObject({ status: 422 });
  });
});
