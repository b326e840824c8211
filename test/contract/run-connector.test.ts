import type { ConnectorStep } from '../../shared/domain/workflow.ts';
import type { Egress, EgressRequest } from '../../shared/ports.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { runnerUnderTest } from '../support/runner-under-test.ts';

const ORIGIN = 'https://other.example.com';

describe('a connector step in a run', () => {
  let dynamodb: TestDynamoDb;
  beforeAll(async () => {
    dynamodb = await startDynamoDb();
  });
  afterAll(() => dynamodb.close());

  const step = (more: Partial<ConnectorStep> = {}): ConnectorStep => ({
    id: 'ask',
    name: 'Ask',
    type: 'connector',
    action: 'http.request',
    origin: ORIGIN,
    input: { method: 'POST', url: `${ORIGIN}/{{input.customer}}`, body: { a: 1 } },
    effect: 'write',
    repeatable: false,
    ...more,
  });
  const run = async (only: ConnectorStep, answer: Partial<Awaited<ReturnType<Egress['request']>>>) => {
    const requests: EgressRequest[] = [];
    const runner = runnerUnderTest(dynamodb, [only], async (request) => {
      requests.push(request);
      return { status: 200, headers: {}, body: Buffer.from('ok'), url: request.url, ...answer };
    });
    const created = await runner.create();
    await runner.invoke(created.id);
    return { id: created.id, requests, run: await runner.get(created), runner, created };
  };

  test('is sent once, with its idempotency key, and is never redirected', async () => {
    const headers = { location: 'https://evil.example.com/', 'set-cookie': 'session=1' };
    const { id, requests, run: ended } = await run(step(), { status: 307, headers });
    expect(requests).toEqual([
      expect.objectContaining({
        url: `${ORIGIN}/7`,
        method: 'POST',
        body: '{"a":1}',
        maxRedirects: 0,
        carriesCredential: false,
        headers: expect.objectContaining({ 'idempotency-key': `${id}:ask` }),
      }),
    ]);
    expect(ended).toMatchObject({
      status: 'failed',
      error: {
        code: 'UPSTREAM_REFUSED',
        upstreamStatus: 307,
        fix: expect.stringContaining('another address'),
      },
    });
  });

  test('gives what was answered, without what hands out a session', async () => {
    const headers = { 'content-type': 'application/json', 'set-cookie': 'session=1', etag: '"1"' };
    const { run: ended } = await run(step(), { headers, body: Buffer.from('{"id":7}') });
    expect(ended?.steps['ask']?.output).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json', etag: '"1"' },
      body: { id: 7 },
    });
  });

  test('waits as long as Retry-After says, and is sent again', async () => {
    const {
      requests,
      run: held,
      runner,
      created,
    } = await run(step(), {
      status: 429,
      headers: { 'retry-after': '60' },
    });
    expect(requests).toHaveLength(1);
    expect(held?.steps['ask']?.status).toBe('waiting');
    const dueAt = Date.parse(held?.steps['ask']?.dueAt ?? '');
    expect(dueAt - Date.parse(held?.steps['ask']?.startedAt ?? '')).toBeGreaterThanOrEqual(60_000);
    runner.pass(61_000);
    await runner.invoke(created.id, { owner: 'execution-2' });
    expect(requests).toHaveLength(2);
    expect(new Set(requests.map(({ headers }) => headers?.['idempotency-key'])).size).toBe(1);
  });

  test('goes nowhere but where it was approved to go', async () => {
    const moved = step({ input: { method: 'POST', url: 'https://elsewhere.example.com/' } });
    const { requests, run: ended } = await run(moved, {});
    expect(requests).toEqual([]);
    expect(ended).toMatchObject({ status: 'failed', error: { code: 'STEP_INPUT_INVALID' } });
  });

  test('keeps to the address of its connection, where that has moved', async () => {
    const { requests, run: ended } = await run(step({ apiConnectionId: 'conn_open' }), {});
    expect(requests).toEqual([]);
    expect(ended).toMatchObject({ status: 'failed', error: { code: 'PLAN_INVALID' } });
  });
});
