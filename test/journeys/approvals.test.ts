import { call, until } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';

describe('approvals', () => {
  let token: string;
  beforeAll(async () => {
    ({ token } = await newPerson('Barbara'));
  });

  const after = { name: 'After', type: 'transform', expression: 'steps.ask' };
  const ask = (more: object = {}) => ({
    name: 'Ask',
    type: 'approval',
    message: 'Pay {{input.sum}}?',
    form: [
      { name: 'amount', title: 'How much', type: 'number', required: true },
      { name: 'account', type: 'string', enum: ['main', 'reserve'] },
    ],
    ...more,
  });
  /** Starts a workflow of these steps and answers the id of its execution. */
  const start = async (steps: readonly unknown[], input: unknown = { sum: 5 }): Promise<string> => {
    const created = await call('POST', '/workflows', { token, body: { name: 'Asks', steps } });
    if (created.status !== 201) throw new Error(created.text);
    const { id, planHash } = created.body.data;
    await call('POST', `/workflows/${id}/approve`, { token, body: { planHash } });
    const run = await call('POST', `/workflows/${id}/execute`, { token, body: { input } });
    return run.body.data.executionId;
  };
  const execution = async (id: string) => (await call('GET', `/executions/${id}`, { token })).body.data;
  const reaches = (id: string, status: string) =>
    until(async () => {
      const data = await execution(id);
      return data.status === status ? data : undefined;
    });
  const list = async (status?: string) =>
    (await call('GET', `/approvals${status === undefined ? '' : `?status=${status}`}`, { token })).body.data
      .approvals;
  const asked = (executionId: string) =>
    until(async () =>
      (await list()).find((each: { executionId: string }) => each.executionId === executionId),
    );
  const decide = (id: string, body: unknown, as = token) =>
    call('POST', `/approvals/${id}`, { token: as, body });

  test('a run asks, and goes on with the answer', async () => {
    const run = await start([ask(), after]);
    const approval = await asked(run);
    expect(approval).toMatchObject({ status: 'pending', name: 'Ask', message: 'Pay 5?', canDecide: true });
    expect(await execution(run)).toMatchObject({ status: 'running', waitingFor: 'approval' });
    expect(await decide(approval.id, { decision: 'approve', input: { account: 'other' } })).toMatchObject({
      status: 422,
      body: {
        code: 'VALIDATION_ERROR',
        details: [{ path: 'body.input.amount' }, { path: 'body.input.account' }],
      },
    });
    const answer = { decision: 'approve', input: { amount: 4.5, account: 'main' }, comment: 'Fine' };
    expect(await decide(approval.id, answer)).toMatchObject({
      status: 200,
      body: { data: { status: 'approved' } },
    });
    const done = await reaches(run, 'completed');
    expect(done.output).toEqual({
      ...answer,
      by: { userId: expect.any(String), name: 'Barbara' },
      at: expect.any(String),
    });
    // The same answer again is no other one; another one is refused.
    expect(await decide(approval.id, answer)).toMatchObject({ status: 200 });
    expect(await decide(approval.id, { decision: 'reject' })).toMatchObject({
      status: 409,
      body: { code: 'APPROVAL_ALREADY_DECIDED' },
    });
    expect((await call('GET', `/approvals/${approval.id}`, { token })).body.data).toMatchObject({
      status: 'approved',
      decision: answer,
    });
    expect((await list('approved')).map(({ id }: { id: string }) => id)).toContain(approval.id);
    expect((await list()).map(({ id }: { id: string }) => id)).not.toContain(approval.id);
  });

  test('a refusal fails the step, and follows its onError', async () => {
    const [fails, handled] = await Promise.all([
      start([ask(), after]),
      start([
        ask({ onError: { steps: [{ name: 'Instead', type: 'transform', expression: 'error.code' }] } }),
        { name: 'Said', type: 'transform', expression: 'steps.ask' },
      ]),
    ]);
    for (const run of [fails, handled])
      await decide((await asked(run)).id, { decision: 'reject', comment: 'too much' });
    expect(await reaches(fails, 'failed')).toMatchObject({
      error: { code: 'APPROVAL_REJECTED', message: 'Barbara rejected "Ask": too much' },
    });
    expect(await reaches(handled, 'completed')).toMatchObject({ output: 'APPROVAL_REJECTED' });
  });

  test('what nobody answers expires: it fails, or the run goes on without it', async () => {
    const soon = { expiresAfterSeconds: 7 };
    const [fails, goesOn] = await Promise.all([
      start([ask(soon), after]),
      start([ask({ ...soon, onExpiry: 'continue' }), after]),
    ]);
    const { id } = await asked(fails);
    expect(await reaches(fails, 'failed')).toMatchObject({ error: { code: 'APPROVAL_EXPIRED' } });
    expect(await reaches(goesOn, 'completed')).toMatchObject({ output: { decision: 'expired', by: null } });
    expect(await decide(id, { decision: 'approve', input: { amount: 1 } })).toMatchObject({
      status: 409,
      body: { code: 'APPROVAL_EXPIRED' },
    });
    expect((await call('GET', `/approvals/${id}`, { token })).body.data).toMatchObject({ status: 'expired' });
  });

  test('only those who are asked may answer, and strangers see nothing', async () => {
    const run = await start([ask({ approvers: { userIds: ['somebody-else'] } }), after]);
    const { id, canDecide } = await asked(run);
    expect(canDecide).toBe(false);
    expect(await decide(id, { decision: 'approve', input: { amount: 1 } })).toMatchObject({
      status: 403,
      body: { code: 'NOT_AN_APPROVER' },
    });
    const stranger = await newPerson('Eve');
    expect(await decide(id, { decision: 'approve' }, stranger.token)).toMatchObject({
      status: 404,
      body: { code: 'APPROVAL_NOT_FOUND' },
    });
    expect((await execution(run)).status).toBe('running');
  });

  test('a cancel takes the question back; a pause lets it be answered', async () => {
    const [cancelled, paused] = await Promise.all([start([ask(), after]), start([ask(), after])]);
    const [taken, open] = await Promise.all([asked(cancelled), asked(paused)]);
    await call('POST', `/workflows/executions/${cancelled}/cancel`, { token });
    expect(await decide(taken.id, { decision: 'approve', input: { amount: 1 } })).toMatchObject({
      status: 409,
      body: { code: 'EXECUTION_ALREADY_COMPLETED' },
    });
    expect((await call('GET', `/approvals/${taken.id}`, { token })).body.data.status).toBe('cancelled');

    await call('POST', `/workflows/executions/${paused}/pause`, { token });
    expect(await decide(open.id, { decision: 'approve', input: { amount: 1 } })).toMatchObject({
      status: 200,
    });
    expect((await execution(paused)).status).toBe('paused');
    await call('POST', `/workflows/executions/${paused}/resume`, { token });
    expect(await reaches(paused, 'completed')).toMatchObject({ output: { input: { amount: 1 } } });
  });

  test.each([
    [
      'two fields of one name',
      ask({
        form: [
          { name: 'a', type: 'string' },
          { name: 'a', type: 'number' },
        ],
      }),
      'steps[0].form[1].name',
    ],
    [
      'a choice of another type',
      ask({ form: [{ name: 'a', type: 'number', enum: ['one'] }] }),
      'steps[0].form[0].enum',
    ],
    ['nobody to answer', ask({ approvers: {} }), 'steps[0].approvers'],
    ['an outcome of what never expires', ask({ onExpiry: 'reject' }), 'steps[0].onExpiry'],
    ['a message over nothing', ask({ message: 'Pay {{steps.none}}?' }), 'steps[0].message'],
    [
      'an approval by silence',
      ask({ expiresAfterSeconds: 60, onExpiry: 'approve' }),
      'body.steps[0].onExpiry',
    ],
  ])('%s is refused where it stands', async (_name, step, path) => {
    const { status, body } = await call('POST', '/workflows', {
      token,
      body: { name: 'Bad', steps: [step] },
    });
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'VALIDATION_ERROR' });
    expect(body.details.map((detail: { path: string }) => detail.path)).toContain(path);
  });

  test('a field that the form does not have is seen where it is read', async () => {
    const steps = [ask(), { name: 'W', type: 'wait', seconds: '{{steps.ask.input.delay}}' }];
    const { body } = await call('POST', '/workflows', { token, body: { name: 'Bad', steps } });
    expect(body.details).toEqual([expect.objectContaining({ path: 'steps[1].seconds' })]);
  });
});
