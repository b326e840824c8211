import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FunctionDefinition } from '../../local/lambda/function-definition.ts';
import { createLambdaRuntime } from '../../local/lambda/runtime.ts';
import { eventually } from '../support/tiny-laptop.ts';

const CODE = join(import.meta.dirname, '../support/tiny-cloud/handlers');

async function setup(given: Partial<FunctionDefinition> & { maxWorkers?: number; idleMs?: number } = {}) {
  const { maxWorkers = 10, idleMs = 60_000, ...definition } = given;
  const logs = await mkdtemp(join(tmpdir(), 'lambda-logs-'));
  const loud: string[] = [];
  const runtime = createLambdaRuntime({
    logsDirectory: logs,
    newRequestId: () => 'req-1',
    onLoud: (message) => void loud.push(message),
    maxWorkers,
    idleMs,
  });
  runtime.register({
    name: 'app-fn',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:app-fn',
    codeDirectory: CODE,
    handler: 'index.handler',
    environment: { POWERTOOLS_SERVICE_NAME: 'fn', OWN: '1' },
    memoryMb: 128,
    timeoutSeconds: 5,
    onFailureArn: undefined,
    asyncRetries: 2,
    ...definition,
  });
  return {
    runtime,
    loud,
    // The file comes with its first line.
    log: () => readFile(join(logs, 'app-fn.log'), 'utf8').catch(() => ''),
    async invoke(event: object) {
      const { payload, functionError } = await runtime.invoke('fn', JSON.stringify(event));
      return { answer: JSON.parse(payload), functionError };
    },
    async stop() {
      await runtime.close();
      await rm(logs, { recursive: true, force: true });
    },
  };
}

let lambda: Awaited<ReturnType<typeof setup>>;
afterEach(() => lambda.stop());

describe('what a handler gets and gives', () => {
  test('its event, its own environment, and the same module for the next call', async () => {
    lambda = await setup();
    process.env['OF_THIS_PROCESS'] = '1';
    const first = await lambda.invoke({ do: 'echo' });
    const second = await lambda.invoke({ do: 'echo' });
    expect(first.answer).toEqual({
      event: { do: 'echo' },
      environment: { POWERTOOLS_SERVICE_NAME: 'fn', OWN: '1' },
      calls: 1,
    });
    expect(second.answer.calls).toBe(2);
  });

  test('a context as Lambda’s', async () => {
    lambda = await setup({ timeoutSeconds: 3 });
    const { answer } = await lambda.invoke({ do: 'context' });
    expect(answer).toMatchObject({
      awsRequestId: 'req-1',
      functionName: 'app-fn',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:app-fn',
      memoryLimitInMB: '128',
      callbackWaitsForEmptyEventLoop: true,
    });
    expect(answer.left).toBeGreaterThan(1000);
    expect(answer.left).toBeLessThanOrEqual(3000);
  });

  test('undefined is null, and a callback counts as an answer', async () => {
    lambda = await setup();
    expect(await lambda.invoke({ do: 'undefined' })).toEqual({ answer: null, functionError: undefined });
    await lambda.stop();
    lambda = await setup({ handler: 'index.callback' });
    expect((await lambda.invoke({ x: 7 })).answer).toBe('called with 7');
  });

  test('output goes to the log line by line, errors to the terminal too', async () => {
    lambda = await setup();
    await lambda.invoke({ do: 'print' });
    await eventually(
      () => lambda.loud,
      (loud) => loud.length > 0,
    );
    expect(lambda.loud).toEqual(['[app-fn] ERROR loud']);
    const text = await eventually(lambda.log, (found) => found.includes('loud') && found.includes('quiet'));
    expect(text.split('\n').toSorted()).toEqual([
      '',
      'plain line',
      '{"level":"ERROR","message":"loud"}',
      '{"level":"INFO","message":"quiet"}',
    ]);
  });
});

describe('failures, in Lambda’s words', () => {
  test.each<[string, object, string, RegExp]>([
    ['a thrown error', { do: 'throw' }, 'TypeError', /^thrown$/u],
    ['a thrown string', { do: 'throw a string' }, 'string', /^text$/u],
    ['an exit', { do: 'exit' }, 'Runtime.ExitError', /exit status 3$/u],
    ['a rejection that nobody handles', { do: 'stray rejection' }, 'Runtime.ExitError', /exit status 1$/u],
    [
      'a loop that never ends',
      { do: 'loop' },
      'Sandbox.Timedout',
      /^RequestId: req-1 Error: Task timed out after 1\.00 seconds$/u,
    ],
    [
      'an answer that takes too long',
      { do: 'sleep', ms: 60_000 },
      'Sandbox.Timedout',
      /timed out after 1\.00 seconds/u,
    ],
    ['too much memory', { do: 'eat memory' }, 'Runtime.OutOfMemory', /signal: killed/u],
    [
      'an answer of more than 6 MB',
      { do: 'answer much' },
      'Function.ResponseSizeTooLarge',
      /exceeded maximum allowed/u,
    ],
  ])('%s; the next call works', async (_name, event, errorType, message) => {
    lambda = await setup({ timeoutSeconds: 1 });
    const failed = await lambda.invoke(event);
    const next = await lambda.invoke({ do: 'echo' });
    expect(failed.functionError).toBe('Unhandled');
    expect(failed.answer).toMatchObject({ errorType, errorMessage: expect.stringMatching(message) });
    expect(next.functionError).toBeUndefined();
  });

  test.each<[string, string, string, RegExp]>([
    ['a module that throws', 'broken.handler', 'RangeError', /cannot load/u],
    ['a missing module', 'nothing.handler', 'Runtime.ImportModuleError', /nothing/u],
    ['a missing export', 'index.nothing', 'Runtime.HandlerNotFound', /index\.nothing/u],
    ['an export that is no function', 'index.notAFunction', 'Runtime.HandlerNotFound', /notAFunction/u],
  ])('%s fails every call and says so on the terminal', async (_name, handler, errorType, message) => {
    lambda = await setup({ handler });
    for (const round of [1, 2]) {
      const { answer, functionError } = await lambda.invoke({ round });
      expect(functionError).toBe('Unhandled');
      expect(answer).toMatchObject({ errorType, errorMessage: expect.stringMatching(message) });
    }
    expect(lambda.loud[0]).toContain('Init Error');
  });

  test('a payload of more than 6 MB and an unknown function are refused', async () => {
    lambda = await setup();
    expect(() => lambda.runtime.invoke('fn', `"${'x'.repeat(6 * 1024 * 1024)}"`)).toThrow('6 MB');
    expect(() => lambda.runtime.invoke('moon', '{}')).toThrow('no function moon');
  });
});

describe('execution environments', () => {
  test('one invocation at a time each; more are started up to the limit, the rest waits', async () => {
    lambda = await setup({ maxWorkers: 2 });
    const answers = await Promise.all([1, 2, 3, 4].map(() => lambda.invoke({ do: 'sleep', ms: 50 })));
    const counts = answers.map(({ answer }) => answer).toSorted();
    expect(counts).toEqual([1, 1, 2, 2]);
  });

  test('an idle one ends after its time, and the next call starts a new one', async () => {
    lambda = await setup({ idleMs: 20 });
    await lambda.invoke({ do: 'echo' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await lambda.invoke({ do: 'echo' })).answer.calls).toBe(1);
  });

  test('kill ends the busy ones only', async () => {
    lambda = await setup();
    await lambda.invoke({ do: 'echo' });
    expect(await lambda.runtime.kill('fn')).toBe(0);
    const busy = lambda.invoke({ do: 'sleep', ms: 60_000 });
    expect(
      await eventually(
        () => lambda.runtime.kill('app-fn'),
        (killed) => killed > 0,
      ),
    ).toBe(1);
    expect((await busy).answer).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/signal: killed/u),
    });
  });

  test('closing fails what runs and what waits', async () => {
    lambda = await setup({ maxWorkers: 1 });
    const calls = [1, 2].map(() => lambda.invoke({ do: 'sleep', ms: 60_000 }));
    await lambda.runtime.close();
    const errors = (await Promise.all(calls)).map(({ functionError }) => functionError);
    expect(errors).toEqual(['Unhandled', 'Unhandled']);
  });
});
