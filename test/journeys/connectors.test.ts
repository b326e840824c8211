import { call, until } from '../support/api-client.ts';
import { onlyUserOf } from '../support/only-user-of.ts';
import { newPerson } from '../support/people.ts';
import { breakUpstream, callsTo, connect, sample, type Sample } from '../support/sample-upstreams.ts';

describe('connector steps', () => {
  let token: string;
  let pets: Sample;
  let connectionId: string;
  beforeAll(async () => {
    ({ token } = await newPerson('Radia'));
    pets = await sample('pet');
    connectionId = (await connect(pets, token)).id;
  });

  const request = (input: object, more: object = {}) => ({
    name: 'Request',
    type: 'connector',
    action: 'http.request',
    input: { method: 'GET', ...input },
    retry: { attempts: 1 },
    ...more,
  });
  const create = (steps: readonly unknown[]) =>
    call('POST', '/workflows', { token, body: { name: 'Requests', steps } });
  const run = async (steps: readonly unknown[], input: unknown = {}) => {
    const created = await create(steps);
    if (created.status !== 201) throw new Error(created.text);
    const { id, planHash } = created.body.data;
    await call('POST', `/workflows/${id}/approve`, { token, body: { planHash } });
    const started = await call('POST', `/workflows/${id}/execute`, { token, body: { input } });
    return until(async () => {
      const { data } = (await call('GET', `/executions/${started.body.data.executionId}`, { token })).body;
      return data.status === 'completed' || data.status === 'failed' ? data : undefined;
    });
  };
  const origin = () => new URL(pets.url).origin;

  test('an HTTP request carries the credential of its connection, and its answer goes on', async () => {
    const before = (await callsTo(pets)).length;
    const steps = [
      request(
        { method: 'POST', url: `${origin()}/pets`, body: { name: '{{input.name}}', species: 'dog' } },
        { name: 'Add', apiConnectionId: connectionId },
      ),
      request(
        { url: `${origin()}/pets/{{steps.add.body.id}}` },
        { name: 'Look', apiConnectionId: connectionId },
      ),
      { name: 'Said', type: 'transform', expression: 'steps.look.body.name & " " & steps.look.status' },
    ];
    const execution = await run(steps, { name: 'Rex' });
    expect(execution).toMatchObject({ status: 'completed', output: 'Rex 200' });
    const calls = (await callsTo(pets)).slice(before);
    const path = `/pets/${execution.steps[0].output.body.id}`;
    expect(calls).toContainEqual(expect.objectContaining({ method: 'POST', authenticated: true }));
    expect(calls).toContainEqual(expect.objectContaining({ method: 'GET', path, authenticated: true }));
    // The key is nowhere in what is kept of the run.
    expect(JSON.stringify(execution)).not.toContain(pets.authHint.value);
    expect((await call('GET', '/connectors', { token })).body.data.actions).toMatchObject([
      { name: 'http.request', input: { required: ['method', 'url'] } },
    ]);
  });

  test('an answer that echoes the credential is kept without it', async () => {
    const release = await onlyUserOf('crm');
    const crm = await sample('crm');
    const apiConnectionId = (await connect(crm, token)).id;
    // The step itself holds it, as a person may write it.
    const [, password = ''] = crm.authHint.value.split(':');
    const url = `${new URL(crm.url).origin}/contacts/${password}`;
    const execution = await run([request({ url }, { apiConnectionId, onError: 'continue' })]);
    await release();
    expect(password.length).toBeGreaterThan(10);
    expect(execution.steps[0].status).toBe('failed');
    expect(JSON.stringify(execution)).not.toContain(password);
  });

  test('without a connection it carries nothing; a refusal says what was answered', async () => {
    const execution = await run([request({ url: `${origin()}/pets` })]);
    expect(execution).toMatchObject({
      status: 'failed',
      error: { code: 'UPSTREAM_REFUSED', upstreamStatus: 401 },
    });
  });

  test.each([
    ['a private address', 'http://10.0.0.1/'],
    ['the metadata of a cloud', 'http://169.254.169.254/latest/meta-data/'],
    ['this machine', 'http://localhost:1/'],
  ])('%s is not called', async (_name, url) => {
    const execution = await run([request({ url })]);
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'EGRESS_REFUSED' } });
  });

  test('a write whose answer was lost waits for a decision', async () => {
    await breakUpstream(pets, { delayMs: 2_500, count: 1 });
    const add = { method: 'POST', url: `${origin()}/pets`, body: { name: 'Lost', species: 'dog' } };
    const created = await create([request(add, { apiConnectionId: connectionId, timeoutSeconds: 1 })]);
    const { id, planHash } = created.body.data;
    await call('POST', `/workflows/${id}/approve`, { token, body: { planHash } });
    const { executionId } = (await call('POST', `/workflows/${id}/execute`, { token, body: {} })).body.data;
    const held = await until(async () => {
      const { data } = (await call('GET', `/executions/${executionId}`, { token })).body;
      return data.waitingFor === 'decision' ? data : undefined;
    });
    expect(held.steps).toMatchObject([{ id: 'request', status: 'unknown' }]);
  });

  test.each([
    [
      'a host that is not known',
      { input: { method: 'GET', url: 'https://{{input.host}}/' } },
      'steps[0].input.url',
    ],
    [
      'a credential for another address',
      { apiConnectionId: 'own', input: { method: 'GET', url: 'https://example.com/' } },
      'steps[0].apiConnectionId',
    ],
    ['no address', { input: { method: 'GET' } }, 'steps[0].input.url'],
    [
      'a member that it does not take',
      { input: { method: 'GET', url: 'https://example.com', boddy: 1 } },
      'steps[0].input.boddy',
    ],
    [
      'a reference to nothing',
      { input: { method: 'GET', url: 'https://example.com/{{steps.none.id}}' } },
      'steps[0].input.url',
    ],
    ['an action that does not exist', { action: 'mail.send', input: {} }, 'body.steps[0].action'],
  ])('%s is refused where it stands', async (_name, wrong, path) => {
    const named = 'apiConnectionId' in wrong ? { ...wrong, apiConnectionId: connectionId } : wrong;
    const { status, body } = await create([{ ...request({}), ...named }]);
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'VALIDATION_ERROR' });
    expect(body.details.map((detail: { path: string }) => detail.path)).toContain(path);
  });
});
