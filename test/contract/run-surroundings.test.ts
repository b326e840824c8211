import { randomBytes } from 'node:crypto';
import { createWorkflowStore } from '../../shared/aws/workflow-store.ts';
import { createVault } from '../../shared/aws/vault.ts';
import { credentialContext } from '../../shared/domain/credential-context.ts';
import { Secret } from '../../shared/domain/secret.ts';
import { createEgress } from '../../shared/egress/create-egress.ts';
import { changeOf } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { listen } from '../support/listener.ts';
import { memoryDataKeys } from '../support/memory-data-keys.ts';
import { connectionRecord, credentialRecord, workflowRecord } from '../support/records.ts';
import { runnerUnderTest } from '../support/runner-under-test.ts';
import { call, parallel, transform, wait } from '../support/steps.ts';

describe('a run while what it rests on changes', () => {
  let dynamodb: TestDynamoDb;
  beforeAll(async () => {
    dynamodb = await startDynamoDb();
  });
  afterAll(() => dynamodb.close());

  const steps = [call('a'), wait('rest', { seconds: 600 }), call('b', 'POST')];

  test('whose connection is deleted fails with a sentence before it sends, and keeps what it did', async () => {
    const runner = runnerUnderTest(dynamodb, steps);
    const run = await runner.create();
    await runner.invoke(run.id);
    runner.pass(700_000);
    const connections = { get: async () => undefined, touch: async () => undefined };
    await runner.invoke(run.id, { owner: 'execution-2', ports: { connections } });
    expect(await runner.get(run)).toMatchObject({
      status: 'failed',
      error: { code: 'STEP_INPUT_INVALID', message: 'The connection of this step has been deleted.' },
      steps: { a: { status: 'completed' }, b: { status: 'failed' } },
    });
    expect(runner.sent.map(({ path }) => path)).toEqual(['/a']);
  });

  test('whose workflow is edited, and deleted, ends with the version that it began with', async () => {
    const runner = runnerUnderTest(dynamodb, []);
    const workflows = createWorkflowStore({ table: dynamodb.table });
    const { tenantId } = runner;
    const { workflow, version } = workflowRecord({ tenantId });
    await workflows.create(workflow, { ...version, steps }, changeOf({ tenantId }));
    const run = await runner.create({ workflowId: workflow.id });
    await runner.invoke(run.id, { ports: { workflows } });
    const edited = { ...workflow, version: 2, planHash: 'other', revision: 2 };
    const next = { ...version, version: 2, planHash: 'other', steps: [call('other')] };
    await workflows.update({ seen: workflow, workflow: edited, version: next }, changeOf({ tenantId }));
    await workflows.delete(edited, changeOf({ tenantId }));
    runner.pass(700_000);
    await runner.invoke(run.id, { owner: 'execution-2', ports: { workflows } });
    expect((await runner.get(run))?.status).toBe('completed');
    expect(runner.sent.map(({ path }) => path)).toEqual(['/a', '/b']);
  });

  test('whose version is not there fails, and does not end as if it had nothing to do', async () => {
    const runner = runnerUnderTest(dynamodb, []);
    const run = await runner.create();
    await runner.invoke(run.id, { ports: { workflows: { getVersion: async () => undefined } } });
    expect(await runner.get(run)).toMatchObject({
      status: 'failed',
      error: { code: 'WORKFLOW_EXECUTION_FAILED' },
    });
  });

  test('takes an answer of 4 MB, refuses one of 10 MB, and asks where that was the answer to a write', async () => {
    const upstream = await listen((request, response) => {
      const size = request.url === '/a' ? 4_000_000 : 10_000_000;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ text: 'x'.repeat(size) }));
    });
    const egress = createEgress({ allow: [upstream.host] });
    const big = [
      call('a'),
      call('b', 'GET', { onError: 'continue', retry: { attempts: 1 } }),
      call('c', 'POST'),
    ];
    const runner = runnerUnderTest(dynamodb, big, (request) =>
      egress.request({ ...request, url: `${upstream.url}${new URL(request.url).pathname}` }),
    );
    const run = await runner.create();
    await runner.invoke(run.id);
    const { status, steps: entries = {} } = (await runner.get(run)) ?? {};
    expect(status).toBe('running');
    expect(JSON.stringify(entries['a']?.output).length).toBeGreaterThan(4_000_000);
    expect(entries['b']).toMatchObject({ status: 'failed', error: { code: 'API_CONNECTION_FAILED' } });
    expect(entries['b']?.error?.message).toContain('more than may be read');
    expect(entries['c']?.status).toBe('unknown');
    await Promise.all([egress.close(), upstream.close()]);
  });

  test('starts two hundred steps at once, in as many writes as that takes, each of them once', async () => {
    const leaf = (branch: number) =>
      Array.from({ length: 20 }, (_, at) => [transform(`s${branch}_${at}`)] as const);
    const wide = Array.from({ length: 10 }, (_, at) => [parallel(`p${at}`, ...leaf(at))] as const);
    const runner = runnerUnderTest(dynamodb, [parallel('all', ...wide)]);
    const run = await runner.create();
    let evaluated = 0;
    const evaluate = async () => (evaluated += 1);
    await runner.invoke(run.id, { ports: { expressions: { evaluate } } });
    expect((await runner.get(run))?.status).toBe('completed');
    expect(evaluated).toBe(200);
  });

  test('asks the key service once for a connection, however many runs of a warm function call it in five minutes', async () => {
    const runner = runnerUnderTest(dynamodb, [call('a'), call('b', 'POST')]);
    const { tenantId } = runner;
    const keys = memoryDataKeys();
    let decryptions = 0;
    const decrypt: typeof keys.decrypt = (given) => {
      decryptions += 1;
      return keys.decrypt(given);
    };
    let now = 0;
    const dataKeys = { ...keys, decrypt };
    const vault = createVault({ dataKeys, keyArn: 'arn:aws:kms:x', clock: { now: () => now }, randomBytes });
    const context = credentialContext({ tenantId, connectionId: 'conn_open' });
    const sealed = await vault.seal(new Secret({ token: 'a-token-for-the-api' }), context);
    const credential = { ...credentialRecord({ tenantId, connectionId: 'conn_open' }), sealed };
    const credentialId = credential.metadata.id;
    const auth = { type: 'bearer' } as const;
    const connection = connectionRecord({ tenantId, id: 'conn_open', auth, credentialId });
    const ports = {
      vault,
      credentials: { getSealed: async () => credential },
      connections: {
        get: async () => ({ ...connection, baseUrl: 'https://api.example.com' }),
        touch: async () => undefined,
      },
    };
    const runs = await Promise.all(Array.from({ length: 20 }, () => runner.create()));
    await Promise.all(runs.map((run) => runner.invoke(run.id, { owner: run.id, ports })));
    expect(runner.sent).toHaveLength(40);
    expect(decryptions).toBe(1);
    now += 5 * 60_000;
    await runner.invoke((await runner.create()).id, { ports });
    expect(decryptions).toBe(2);
  });
});
