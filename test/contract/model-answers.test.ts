import { modelForWorkspace } from '../../functions/chat/model-for-workspace.ts';
import { systemClock } from '../../shared/aws/clock.ts';
import { createModelAnswers } from '../../shared/aws/model-answers.ts';
import type { ModelRequest } from '../../shared/ports.ts';
import { startApi, type ApiUnderTest } from '../support/api-under-test.ts';
import { startDynamoDb } from '../support/dynamodb.ts';
import { calls, fails, startModelServer, type ModelReply } from '../support/start-model-server.ts';
import { addMember, makeTenant } from '../support/tenants.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const REQUEST: ModelRequest = {
  system: 'Plan.',
  messages: [{ role: 'user', content: 'list the pets' }],
  schema: { type: 'object' },
  schemaName: 'propose_plan',
  timeoutMs: 5000,
};
const PLAN = { steps: [], questions: ['Which pets?'] };

async function setup(reply: ModelReply = calls(PLAN)) {
  const tenant = await makeTenant(api);
  const server = await startModelServer(reply);
  const warned: string[] = [];
  const line = (message: string) => void warned.push(message);
  const ask = async ({
    tenantId = tenant.id,
    good = true,
    request = REQUEST,
  }: { tenantId?: string; good?: boolean; request?: ModelRequest } = {}) => {
    const { modelAnswers: answers, modelUsage: usage } = api.ports;
    const log = { info: line, warn: line, error: line };
    const model = modelForWorkspace({
      model: server.client,
      tenantId,
      answers,
      usage,
      clock: systemClock,
      log,
    });
    const answer = await model.client.complete(request).catch((error: unknown) => error);
    await model.settle({ good });
    return answer;
  };
  const used = async (caller = tenant.owner) => {
    const answer = await api.callRoute({ operationId: 'getUsage', caller, query: {} });
    expect(answer.faults).toEqual([]);
    return answer.body.data.models;
  };
  return { tenant, server, ask, used, warned };
}

describe('the model of a workspace', () => {
  it('is asked once for the same, and the other answer costs nothing', async () => {
    const { server, ask, used } = await setup();
    expect(await ask()).toMatchObject({ json: PLAN });
    expect(await ask({ request: { ...REQUEST, timeoutMs: 1 } })).toEqual({ json: PLAN });
    expect(server.requests).toHaveLength(1);
    expect(await used()).toEqual([
      { model: 'test-model', calls: 1, remembered: 1, inputTokens: 10, outputTokens: 5, costUsd: null },
    ]);
    await server.stop();
  });

  it.each<[string, Parameters<Awaited<ReturnType<typeof setup>>['ask']>[0]]>([
    ['another request', { request: { ...REQUEST, messages: [{ role: 'user', content: 'list the toys' }] } }],
    ['other operations', { request: { ...REQUEST, schema: { type: 'array' } } }],
    ['another workspace', { tenantId: 'ws_other' }],
  ])('is asked again for %s', async (_what, other) => {
    const { server, ask } = await setup();
    await ask();
    await ask(other);
    expect(server.requests).toHaveLength(2);
    await server.stop();
  });

  it('does not remember what was no good plan', async () => {
    const { server, ask } = await setup();
    await ask({ good: false });
    await ask();
    expect(server.requests).toHaveLength(2);
    await server.stop();
  });

  it('counts what failed, and remembers none of it', async () => {
    const { server, ask, used } = await setup(fails(500));
    expect(await ask({ good: false })).toMatchObject({ code: 'AI_SERVICE_ERROR' });
    await ask({ good: false });
    expect(await used()).toMatchObject([{ calls: 2, remembered: 0, inputTokens: 0 }]);
    await server.stop();
  });

  it('is nobody’s business who may not see the usage of the workspace', async () => {
    const { tenant, server, ask, used } = await setup();
    await ask();
    const editor = await addMember({ api, workspaces: { [tenant.id]: 'EDITOR' } });
    expect(await used(editor)).toEqual([]);
    await server.stop();
  });
});

describe('answers of a model', () => {
  it('are kept for a day, and not kept where they are too large', async () => {
    const db = await startDynamoDb();
    let now = Date.parse('2026-01-31T12:00:00.000Z');
    const answers = createModelAnswers({ table: db.table, clock: { now: () => now } });
    await answers.put('ws_1', 'a', PLAN);
    await answers.put('ws_1', 'b', 'x'.repeat(40_000));
    expect(await answers.get('ws_1', 'a')).toEqual(PLAN);
    expect(await answers.get('ws_1', 'b')).toBeUndefined();
    now += 24 * 3_600_000;
    expect(await answers.get('ws_1', 'a')).toBeUndefined();
    await db.close();
  });
});
