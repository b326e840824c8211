import { call, until } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';
import { callsTo, connect, sample } from '../support/sample-upstreams.ts';

describe('undo', () => {
  let token: string;
  let pets: Awaited<ReturnType<typeof sample>>;
  let apiConnectionId: string;
  beforeAll(async () => {
    ({ token } = await newPerson('Katherine'));
    pets = await sample('pet');
    apiConnectionId = (await connect(pets, token)).id;
  });

  const add = (name: string) => ({
    name,
    type: 'api_call',
    apiConnectionId,
    method: 'POST',
    endpoint: '/pets',
    parameters: { name, species: 'dog' },
  });
  const approveAndRun = async (id: string, planHash: string, ends: string) => {
    await call('POST', `/workflows/${id}/approve`, { token, body: { planHash } });
    const { body } = await call('POST', `/workflows/${id}/execute`, { token });
    const { executionId } = body.data;
    return until(async () => {
      const { data } = (await call('GET', `/executions/${executionId}`, { token })).body;
      return data.status === ends ? data : undefined;
    });
  };
  const run = async (steps: readonly unknown[], ends = 'completed') => {
    const created = await call('POST', '/workflows', { token, body: { name: 'Changes', steps } });
    if (created.status !== 201) throw new Error(created.text);
    return approveAndRun(created.body.data.id, created.body.data.planHash, ends);
  };
  const undo = (id: string) => call('POST', `/workflows/executions/${id}/undo`, { token });

  test('a finished execution is taken back by a plan that is approved and run like any other', async () => {
    const execution = await run([
      add('Rex'),
      {
        name: 'Order',
        type: 'api_call',
        apiConnectionId,
        method: 'POST',
        endpoint: '/orders',
        parameters: { petId: '{{steps.rex.id}}', customerName: 'Ada' },
        compensate: { operationId: 'cancelOrder', parameters: { orderId: '{{output.id}}' } },
      },
    ]);
    const [rex, order] = execution.steps.map((step: { output: { id: string } }) => step.output.id);
    const planned = await undo(execution.id);
    expect(planned).toMatchObject({
      status: 200,
      body: {
        data: {
          created: true,
          approved: false,
          undoes: [
            { id: 'order', undoStepId: 'undo_order' },
            { id: 'rex', undoStepId: 'undo_rex' },
          ],
          steps: [
            { endpoint: '/orders/{orderId}/cancel', parameters: { orderId: order } },
            { method: 'DELETE', endpoint: '/pets/{petId}', parameters: { petId: rex } },
          ],
          unknown: [],
          withoutReverse: [],
        },
      },
    });
    const { workflowId, planHash } = planned.body.data;
    expect((await undo(execution.id)).body.data).toMatchObject({ created: false, workflowId, planHash });
    const { data } = (await call('GET', `/workflows/${workflowId}`, { token })).body;
    expect(data).toMatchObject({ status: 'draft', source: { kind: 'undo', id: execution.id } });
    expect(await call('POST', `/workflows/${workflowId}/execute`, { token })).toMatchObject({ status: 409 });

    const before = (await callsTo(pets)).length;
    await approveAndRun(workflowId, planHash, 'completed');
    expect((await callsTo(pets)).slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([
      `POST /orders/${order}/cancel`,
      `DELETE /pets/${rex}`,
    ]);
    expect(await undo(execution.id)).toMatchObject({
      status: 409,
      body: { code: 'EXECUTION_ALREADY_UNDONE' },
    });
  });

  test('a failed execution is taken back as far as it came; what has no reverse is named', async () => {
    const id = '{{steps.rex.id}}';
    const change = {
      name: 'Change',
      type: 'api_call',
      apiConnectionId,
      method: 'PATCH',
      endpoint: '/pets/{petId}',
      parameters: { petId: id, name: 'Max' },
    };
    const execution = await run(
      [add('Rex'), change, { name: 'Breaks', type: 'transform', expression: '$error("no")' }, add('Never')],
      'failed',
    );
    const { body } = await undo(execution.id);
    expect(body.data).toMatchObject({
      undoes: [{ id: 'rex' }],
      withoutReverse: [{ id: 'change', reason: expect.stringContaining('names no reverse') }],
    });
    await approveAndRun(body.data.workflowId, body.data.planHash, 'completed');
    const gone = execution.steps[0].output.id;
    expect((await callsTo(pets)).at(-1)).toMatchObject({ method: 'DELETE', path: `/pets/${gone}` });
  });

  test('an execution that changed nothing, is under way or is not there has the code for it', async () => {
    const read = await run([{ name: 'One', type: 'transform', expression: '1' }]);
    expect(await undo(read.id)).toMatchObject({ status: 409, body: { code: 'NOTHING_TO_UNDO' } });
    const waiting = await run([{ name: 'Wait', type: 'wait', seconds: 600 }], 'running');
    expect(await undo(waiting.id)).toMatchObject({ status: 409, body: { code: 'EXECUTION_NOT_FINISHED' } });
    expect(await undo('run_00000000000000000000000000')).toMatchObject({
      status: 404,
      body: { code: 'EXECUTION_NOT_FOUND' },
    });
  });
});
