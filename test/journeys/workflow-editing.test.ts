import { call, until } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';

const transform = (name: string, expression: string) => ({ name, type: 'transform', expression });

describe('changing a workflow', () => {
  let token: string;
  beforeAll(async () => {
    ({ token } = await newPerson('Barbara'));
  });

  const make = async () => {
    const body = { name: 'Sum', steps: [transform('One', '1')] };
    const { data } = (await call('POST', '/workflows', { token, body })).body;
    await approve(data);
    return data.id;
  };
  const approve = ({ id, planHash }: { id: string; planHash: string }) =>
    call('POST', `/workflows/${id}/approve`, { token, body: { planHash } });
  const run = async (id: string) => {
    const { body } = await call('POST', `/workflows/${id}/execute`, { token });
    return until(async () => {
      const { data } = (await call('GET', `/executions/${body.data.executionId}`, { token })).body;
      return data.status === 'completed' ? data : undefined;
    });
  };

  test('other steps are a new version that nobody has approved; what ran before stays as it was', async () => {
    const id = await make();
    const before = await run(id);
    const changed = await call('PUT', `/workflows/${id}`, {
      token,
      body: { name: 'Sum', steps: [transform('Two', '2')] },
    });
    expect(changed).toMatchObject({
      status: 200,
      body: { data: { version: 2, status: 'draft', approved: false } },
    });
    const refused = await call('POST', `/workflows/${id}/execute`, { token });
    expect(refused).toMatchObject({ status: 409, body: { code: 'PLAN_NOT_APPROVED' } });
    await approve(changed.body.data);
    expect((await run(id)).output).toBe(2);
    const again = (await call('GET', `/executions/${before.id}`, { token })).body.data;
    expect(again).toMatchObject({ workflowVersion: 1, output: 1, steps: [{ name: 'One' }] });
    const { versions } = (await call('GET', `/workflows/${id}/versions`, { token })).body.data;
    expect(versions).toMatchObject([
      { version: 2, current: true, approved: true },
      { version: 1, current: false, approved: false },
    ]);
    const first = await call('GET', `/workflows/${id}/versions/1`, { token });
    expect(first.body.data).toMatchObject({ version: 1, steps: [{ expression: '1' }] });
    expect((await call('GET', `/workflows/${id}/versions/9`, { token })).status).toBe(404);
  });

  test('a new name leaves the approval standing; a paused workflow is not executed', async () => {
    const id = await make();
    const renamed = await call('PATCH', `/workflows/${id}`, {
      token,
      body: { name: 'Total', status: 'paused' },
    });
    expect(renamed.body.data).toMatchObject({ name: 'Total', version: 1, approved: true, status: 'paused' });
    expect(await call('POST', `/workflows/${id}/execute`, { token })).toMatchObject({
      status: 409,
      body: { code: 'WORKFLOW_PAUSED' },
    });
    await call('PATCH', `/workflows/${id}`, { token, body: { status: 'active' } });
    expect((await run(id)).output).toBe(1);
  });

  test('of two changes at the same time one is told to look again', async () => {
    const id = await make();
    const change = (name: string) => call('PATCH', `/workflows/${id}`, { token, body: { name } });
    const answers = await Promise.all(Array.from({ length: 6 }, (_, at) => change(`Name ${at}`)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toContain(200);
    expect(statuses.every((status) => status === 200 || status === 409)).toBe(true);
  });

  test('a deleted workflow is gone, its executions are not', async () => {
    const id = await make();
    const execution = await run(id);
    expect((await call('DELETE', `/workflows/${id}`, { token })).status).toBe(200);
    expect((await call('GET', `/workflows/${id}`, { token })).status).toBe(404);
    expect((await call('GET', `/executions/${execution.id}`, { token })).body.data.steps).toHaveLength(1);
  });

  test('steps are checked without being stored', async () => {
    const validate = async (steps: unknown) =>
      (await call('POST', '/workflows/validate', { token, body: { steps } })).body.data;
    expect(await validate([transform('One', '1')])).toMatchObject({
      valid: true,
      planHash: expect.stringMatching(/^sha256:/),
    });
    expect(await validate([transform('One', '1 +')])).toMatchObject({
      valid: false,
      errors: [{ path: 'steps.one.expression' }],
    });
  });
});
