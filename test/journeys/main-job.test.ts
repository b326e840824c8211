import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { call, local, until } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';
import { callsTo, connect, sample } from '../support/sample-upstreams.ts';

const REQUEST = 'find the available pets and tell #adoptions about the first one';

describe('English in, real API calls out', () => {
  test('register, connect two APIs, ask, approve, run: the upstreams receive the calls', async () => {
    const [{ token }, pets, chat] = await Promise.all([newPerson(), sample('pet'), sample('chat')]);
    const petStore = await connect(pets, token);
    const workspaceChat = await connect(chat, token);
    expect(petStore).toMatchObject({ status: 'ACTIVE', ingestionStatus: 'SUCCEEDED', authType: 'api_key' });
    expect(workspaceChat.endpointCount).toBeGreaterThan(3);

    const plan = (await call('POST', '/chat', { token, body: { message: REQUEST } })).body.data;
    expect(plan).toMatchObject({
      questions: [],
      planHash: expect.stringMatching(/^sha256:/),
      explanation: expect.any(String),
    });
    const [find, tell] = plan.workflow.steps;
    expect(find).toMatchObject({
      apiConnectionId: petStore.id,
      method: 'GET',
      effect: 'read',
      parameters: { status: 'available' },
    });
    expect(tell).toMatchObject({ apiConnectionId: workspaceChat.id, method: 'POST' });
    expect(tell.effect).not.toBe('read');
    expect(JSON.stringify(tell.parameters)).toContain(`{{steps.${find.id}`);
    expect(JSON.stringify(tell.parameters)).toContain('adoptions');

    const workflow = (await call('POST', '/workflows', { token, body: { planId: plan.planId } })).body.data;
    expect(workflow).toMatchObject({
      status: 'draft',
      stepCount: 2,
      planHash: plan.planHash,
      approved: false,
    });

    const early = await call('POST', `/workflows/${workflow.id}/execute`, { token, body: { input: {} } });
    expect(early).toMatchObject({ status: 409, body: { code: 'PLAN_NOT_APPROVED' } });
    const wrong = await call('POST', `/workflows/${workflow.id}/approve`, {
      token,
      body: { planHash: `sha256:${'0'.repeat(64)}` },
    });
    expect(wrong).toMatchObject({ status: 409, body: { code: 'PLAN_HASH_MISMATCH' } });
    const approved = await call('POST', `/workflows/${workflow.id}/approve`, {
      token,
      body: { planHash: plan.planHash },
    });
    expect(approved.body.data).toMatchObject({ approved: true, status: 'active' });

    const before = { pets: (await callsTo(pets)).length, chat: (await callsTo(chat)).length };
    const started = await call('POST', `/workflows/${workflow.id}/execute`, { token, body: { input: {} } });
    expect(started).toMatchObject({ status: 202, body: { data: { status: 'running' } } });
    const { executionId } = started.body.data;
    const execution = await until(async () => {
      const { data } = (await call('GET', `/executions/${executionId}`, { token })).body;
      return data.status === 'completed' || data.status === 'failed' ? data : undefined;
    });

    expect(execution).toMatchObject({
      status: 'completed',
      workflowId: workflow.id,
      steps: [{ status: 'completed', attempt: 1 }, { status: 'completed' }],
    });
    const [found, told] = execution.steps;
    expect(found.output.length).toBeGreaterThan(0);
    expect(found.output.every((pet: { status: string }) => pet.status === 'available')).toBe(true);
    expect(JSON.stringify(told.input)).toContain(found.output[0].name);
    for (const step of execution.steps) expect(step.duration).toBeGreaterThanOrEqual(0);

    const petCalls = (await callsTo(pets))
      .slice(before.pets)
      .filter(({ path }) => !path.startsWith('/openapi'));
    const chatCalls = (await callsTo(chat))
      .slice(before.chat)
      .filter(({ path }) => !path.startsWith('/openapi'));
    expect(petCalls).toEqual([expect.objectContaining({ method: 'GET', status: 200, authenticated: true })]);
    expect(chatCalls).toEqual([
      expect.objectContaining({ method: 'POST', status: 201, authenticated: true }),
    ]);

    const status = (await call('GET', `/workflows/executions/${executionId}/status`, { token })).body.data;
    expect(status).toMatchObject({ status: 'completed', progress: 100, totalSteps: 2, currentStep: 2 });
    const history = (await call('GET', `/workflows/${workflow.id}/executions`, { token })).body.data;
    expect(history).toMatchObject({
      executions: [{ id: executionId, successfulSteps: 2 }],
      pagination: { total: 1 },
    });

    const events = await until(async () => {
      const seen: { 'detail-type': string; detail: { data: { executionId: string } } }[] = await local(
        `/events?runId=${executionId}`,
      );
      return seen.length >= 2 ? seen : undefined;
    });
    expect(events.map((event) => event['detail-type']).toSorted()).toEqual([
      'execution.completed',
      'execution.started',
    ]);

    await expectNoSecret(
      [pets.authHint.value, chat.authHint.value],
      [execution, status, history, events, plan, workflow, petStore],
    );
  });
});

/** The credentials are in no answer, no event, no log file and no readable byte of the cloud's data. */
async function expectNoSecret(secrets: readonly string[], answers: readonly unknown[]): Promise<void> {
  const folder = process.env['APIQ_TEST_DATA'] ?? '';
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const written = await Promise.all(
    files
      .filter((file) => file.isFile() && !file.parentPath.includes('/cloud/'))
      .map(async (file) => ({ name: file.name, bytes: await readFile(join(file.parentPath, file.name)) })),
  );
  expect(written.length).toBeGreaterThan(3);
  for (const secret of secrets) {
    for (const form of [
      secret,
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      Buffer.from(secret).toString('hex'),
    ]) {
      expect(JSON.stringify(answers)).not.toContain(form);
      expect(written.filter(({ bytes }) => bytes.includes(form)).map(({ name }) => name)).toEqual([]);
    }
  }
}
