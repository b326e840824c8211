import { call, until } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';
import { callsTo, connect, sample } from '../support/sample-upstreams.ts';

const onlyCalls = async (upstream: Awaited<ReturnType<typeof sample>>) =>
  (await callsTo(upstream)).filter(({ path }) => !path.startsWith('/openapi'));

describe('a conversation about a plan', () => {
  test('ask, be asked back, answer, change it, approve, run: only the approved plan runs', async () => {
    const [{ token }, pets, chat] = await Promise.all([newPerson(), sample('pet'), sample('chat')]);
    await connect(pets, token);
    await connect(chat, token);
    const session = (await call('POST', '/chat/sessions', { token, body: {} })).body.data;
    const say = async (message: string) =>
      (await call('POST', '/chat', { token, body: { message, sessionId: session.id } })).body.data;

    const asked = await say('post a message');
    expect(asked.questions.length).toBeGreaterThan(0);
    const early = await call('POST', '/workflows', { token, body: { planId: asked.planId } });
    expect(early).toMatchObject({ status: 422, body: { code: 'PLAN_INVALID' } });
    let plan = asked;
    for (const answer of ['the channel is #adoptions', 'the text is "we are open"']) plan = await say(answer);
    expect(plan).toMatchObject({ questions: [], sessionId: session.id });
    expect(JSON.stringify(plan.workflow.steps[0].parameters)).toContain('we are open');

    const workflow = (await call('POST', '/workflows', { token, body: { planId: plan.planId } })).body.data;
    const changed = await say('use #general instead');
    expect(changed.changes).toMatchObject([{ kind: 'changed', to: '#general' }]);
    expect(changed.planHash).not.toBe(plan.planHash);
    expect(changed.preview[0].request.url).toContain(chat.url);
    expect(JSON.stringify(changed)).not.toContain(chat.authHint.value);
    const stale = await call('POST', `/workflows/${workflow.id}/approve`, {
      token,
      body: { planHash: changed.planHash },
    });
    expect(stale).toMatchObject({ status: 409, body: { code: 'PLAN_HASH_MISMATCH' } });

    const unclear = await say("don't frobnicate");
    expect(unclear).toMatchObject({ planHash: changed.planHash, changes: [] });
    expect(unclear.questions).toHaveLength(1);

    const before = (await onlyCalls(chat)).length;
    const body = { planId: changed.planId };
    const refused = await call('POST', '/chat/execute', { token, body });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'CONFIRMATION_REQUIRED', data: { planHash: changed.planHash } },
    });
    const old = await call('POST', '/chat/execute', { token, body: { ...body, confirmHash: plan.planHash } });
    expect(old).toMatchObject({ status: 409, body: { code: 'PLAN_HASH_MISMATCH' } });
    expect((await onlyCalls(chat)).length).toBe(before);

    const confirmed = {
      token,
      body: { ...body, confirmHash: changed.planHash },
      headers: { 'idempotency-key': 'once' },
    };
    const started = await call('POST', '/chat/execute', confirmed);
    expect(started).toMatchObject({ status: 202, body: { data: { planHash: changed.planHash } } });
    const again = await call('POST', '/chat/execute', confirmed);
    expect(again.body.data.executionId).toBe(started.body.data.executionId);
    const execution = await until(async () => {
      const { data } = (await call('GET', `/executions/${started.body.data.executionId}`, { token })).body;
      return data.status === 'completed' || data.status === 'failed' ? data : undefined;
    });
    expect(execution).toMatchObject({ status: 'completed', steps: [{ input: { channel: '#general' } }] });
    expect((await onlyCalls(chat)).slice(before)).toMatchObject([{ method: 'POST', authenticated: true }]);

    const kept = (await call('GET', `/chat/sessions/${session.id}`, { token })).body.data;
    expect(kept).toMatchObject({ title: 'post a message', exchanges: 5, planHash: changed.planHash });
    expect(kept.messages.map(({ role }: { role: string }) => role)).toEqual(
      Array.from({ length: 5 }, () => ['user', 'assistant']).flat(),
    );
    const other = await newPerson('Eve');
    const peeked = await call('GET', `/chat/sessions/${session.id}`, { token: other.token });
    expect(peeked).toMatchObject({ status: 404, body: { code: 'RESOURCE_NOT_FOUND' } });
    await call('DELETE', `/chat/sessions/${session.id}`, { token });
    expect((await call('GET', '/chat/sessions', { token })).body.data).toMatchObject({ sessions: [] });
  });
});
