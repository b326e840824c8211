import { call, until } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';
import { connect, sample } from '../support/sample-upstreams.ts';

describe('steps that cannot work', () => {
  let token: string;
  beforeAll(async () => {
    ({ token } = await newPerson('Hedy'));
  });

  const say = (name: string, expression: string, more: object = {}) => ({
    name,
    type: 'transform',
    expression,
    ...more,
  });
  const loop = (items: string) => ({ name: 'Each', type: 'loop', items, steps: [say('Pass', 'item')] });
  const pause = { name: 'Pause', type: 'approval', message: 'Go on?' };
  const create = (steps: readonly unknown[], name = 'Bad') =>
    call('POST', '/workflows', { token, body: { name, steps } });
  const approve = async (id: string, planHash: string) =>
    call('POST', `/workflows/${id}/approve`, { token, body: { planHash } });
  const start = async (steps: readonly unknown[], input: unknown = {}) => {
    const created = await create(steps);
    if (created.status !== 201) throw new Error(created.text);
    const { id, planHash } = created.body.data;
    await approve(id, planHash);
    const { executionId } = (await call('POST', `/workflows/${id}/execute`, { token, body: { input } })).body
      .data;
    return { id, executionId };
  };
  const execution = async (id: string) => (await call('GET', `/executions/${id}`, { token })).body.data;
  const ended = (id: string) =>
    until(async () => {
      const data = await execution(id);
      return data.status === 'completed' || data.status === 'failed' ? data : undefined;
    });
  /** Answers what the execution asks, so that it goes on. */
  const goOn = async (executionId: string) => {
    const approval = await until(async () =>
      (await call('GET', '/approvals', { token })).body.data.approvals.find(
        (each: { executionId: string }) => each.executionId === executionId,
      ),
    );
    await call('POST', `/approvals/${approval.id}`, { token, body: { decision: 'approve' } });
  };

  test.each([
    ['a step that reads itself', [say('One', 'steps.one + 1')], 'steps.one.expression'],
    ['two that read each other', [say('One', 'steps.two'), say('Two', 'steps.one')], 'steps.one.expression'],
    [
      'an expression over a step that is not there',
      [say('One', '1'), say('Two', 'steps.onne + 1')],
      'steps.two.expression',
    ],
    [
      'a condition over what comes later',
      [
        { name: 'If', type: 'condition', branches: [{ when: 'steps.late = 1', steps: [say('A', '1')] }] },
        say('Late', '1'),
      ],
      'steps.if.branches[0].when',
    ],
    ['an expression over an item outside a loop', [say('One', 'item.id')], 'steps.one.expression'],
    ['an expression over an error that nobody handles', [say('One', 'error.code')], 'steps.one.expression'],
    ['a loop over itself', [loop('{{steps.each}}')], 'steps[0].items'],
    [
      'a template of a step that is not there',
      [{ ...pause, message: 'Pay {{steps.nope}}?' }],
      'steps[0].message',
    ],
    [
      'a pass read from outside its loop',
      [loop('{{input.list}}'), say('After', 'steps.pass')],
      'steps.after.expression',
    ],
  ])('%s is refused where it stands', async (_name, steps, path) => {
    const { status, body } = await create(steps);
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'VALIDATION_ERROR' });
    expect(body.details.map((detail: { path: string }) => detail.path)).toEqual([
      path,
      ...body.details.slice(1).map((detail: { path: string }) => detail.path),
    ]);
  });

  test('what an expression binds itself is not taken for a step', async () => {
    const expression =
      '($all := [steps.one]; $map($all, function($v, $i) { $v.item + $i }); {"steps": {"x": 1}}.steps.x)';
    expect((await create([say('One', '{"item": 1}'), say('Two', expression)])).status).toBe(201);
  });

  test.each([
    ['a text', 'abc', 'gives a string'],
    ['nothing', null, 'gives nothing'],
    ['an object', { a: 1 }, 'gives an object'],
  ])('a loop over %s fails in plain words, and what came before is kept', async (_name, list, words) => {
    const { executionId } = await start([say('Before', '"kept"'), loop('{{input.list}}')], { list });
    expect(await ended(executionId)).toMatchObject({
      status: 'failed',
      error: { code: 'STEP_INPUT_INVALID', message: expect.stringContaining(words) },
      steps: [{ id: 'before', status: 'completed', output: 'kept' }, { id: 'each', status: 'failed' }, {}],
    });
  });

  test('ten megabytes of output fail their step in plain words, and what came before is kept', async () => {
    const large = '$join($map([1..50], function($i) { input.text }))';
    const { executionId } = await start([say('Before', '"kept"'), say('Large', large)], {
      text: 'x'.repeat(200_000),
    });
    expect(await ended(executionId)).toMatchObject({
      status: 'failed',
      error: { code: 'TRANSFORM_FAILED', message: expect.stringContaining('larger than 1024 KB') },
      steps: [
        { id: 'before', status: 'completed', output: 'kept' },
        { id: 'large', status: 'failed' },
      ],
    });
  });

  test('a connection that is deleted under a run fails its next call, and keeps what was done', async () => {
    const { id: apiConnectionId } = await connect(await sample('pet'), token, 'Short-lived');
    const look = { type: 'api_call', apiConnectionId, method: 'GET', endpoint: '/pets' };
    const { executionId } = await start([{ ...look, name: 'First' }, pause, { ...look, name: 'Second' }]);
    await until(async () => ((await execution(executionId)).waitingFor === 'approval' ? true : undefined));
    expect((await call('DELETE', `/connections/${apiConnectionId}`, { token })).status).toBe(200);
    await goOn(executionId);
    expect(await ended(executionId)).toMatchObject({
      status: 'failed',
      error: { code: 'STEP_INPUT_INVALID', message: 'The connection of this step has been deleted.' },
      steps: [
        { id: 'first', status: 'completed' },
        { status: 'completed' },
        { id: 'second', status: 'failed' },
      ],
    });
  });

  test('a run ends with the version it began with, whatever is made of the workflow meanwhile', async () => {
    const { id, executionId } = await start([pause, say('Said', '"old"')]);
    await until(async () => ((await execution(executionId)).waitingFor === 'approval' ? true : undefined));
    const changed = await call('PATCH', `/workflows/${id}`, {
      token,
      body: { steps: [say('Said', '"new"')] },
    });
    expect(changed.status).toBe(200);
    await approve(id, changed.body.data.planHash);
    await goOn(executionId);
    expect(await ended(executionId)).toMatchObject({
      status: 'completed',
      workflowVersion: 1,
      output: 'old',
    });
    const again = await call('POST', `/workflows/${id}/execute`, { token, body: {} });
    expect(await ended(again.body.data.executionId)).toMatchObject({ workflowVersion: 2, output: 'new' });
  });
});
