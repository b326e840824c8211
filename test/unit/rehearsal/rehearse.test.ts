import { rehearse } from '../../../shared/rehearsal/rehearse.ts';
import type { Play, RehearsalLimits, RehearsalPorts } from '../../../shared/rehearsal/rehearsal.ts';
import type { Step } from '../../../shared/domain/workflow.ts';
import { approval, call, condition, loop, transform, wait } from '../../support/steps.ts';
import { operation } from '../../support/planner-apis.ts';
import { connectionRecord, TIME } from '../../support/records.ts';

const LIMITS: RehearsalLimits = { steps: 100, ms: 1_000_000, bytes: 1_000_000 };
const PET = operation({
  method: 'GET',
  path: '/look',
  answers: { type: 'object', properties: { id: { type: 'integer' }, tags: { type: 'array', items: {} } } },
});

function play(
  steps: readonly Step[],
  given: Partial<Play> = {},
  over: Partial<RehearsalPorts> = {},
  limits: Partial<RehearsalLimits> = {},
) {
  return rehearse({
    play: { steps, input: {}, answers: {}, ...given },
    ports: {
      expressions: { evaluate: async (expression) => JSON.parse(expression) },
      clock: { now: () => Date.parse(TIME) },
      recorded: async () => undefined,
      connection: async (id) => ({
        ...connectionRecord({ tenantId: 'ws_1', auth: { type: 'bearer' } }),
        id,
        baseUrl: 'https://api.example.com',
      }),
      operation: async () => PET,
      ...over,
    },
    limits: { ...LIMITS, ...limits },
  });
}

const next = (parameters: Record<string, string>) =>
  call('next', 'POST', {
    endpoint: '/next/{id}',
    parameters,
    binding: {
      baseUrl: 'https://api.example.com',
      specHash: '',
      parameters: [{ name: 'id', in: 'path' }],
      body: { contentType: 'application/json', mode: 'properties' },
    },
  });

test('a request is shown as a run would send it, with a mark for its credential and none of it', async () => {
  const { status, calls } = await play([next({ id: '{{input.id}}', name: 'Rex' })], { input: { id: 7 } });
  expect(status).toBe('completed');
  expect(calls.get('next')).toEqual({
    request: {
      method: 'POST',
      url: 'https://api.example.com/next/7',
      headers: {
        accept: 'application/json, */*;q=0.5',
        authorization: 'Bearer [redacted]',
        'content-type': 'application/json',
        'idempotency-key': '<execution>:next',
      },
      body: '{"name":"Rex"}',
      truncated: false,
    },
    answer: { from: 'schema', status: 200 },
    doubts: [],
    warnings: [expect.stringContaining('no credentials')],
  });
});

test('given answers go before recorded ones, and those before the document', async () => {
  const recorded: RehearsalPorts['recorded'] = async () => ({ executionId: 'run_1', body: 'before' });
  const steps = [call('look')];
  const outputOf = async (given: Play['answers'], over: Partial<RehearsalPorts>) => {
    const { output, calls } = await play(steps, { answers: given }, over);
    return [output, calls.get('look')?.answer?.from];
  };
  expect(await outputOf({ look: { status: 200, body: 'said' } }, { recorded })).toEqual(['said', 'given']);
  expect(await outputOf({}, { recorded })).toEqual(['before', 'recorded']);
  expect(await outputOf({}, {})).toEqual([{ id: 1, tags: [null] }, 'schema']);
  const example = { ...PET, responses: { '200': { description: '', example: { id: 9 } } } };
  expect(await outputOf({}, { operation: async () => example })).toEqual([{ id: 9 }, 'example']);
});

test('what a made-up answer decides is named, and what nobody knows stays a template', async () => {
  const steps = [call('look'), next({ id: '{{steps.look.id}}', name: '{{steps.look.owner.name}}' })];
  const { status, calls } = await play(steps);
  expect(status).toBe('completed');
  expect(calls.get('next')?.request).toMatchObject({
    url: 'https://api.example.com/next/1',
    body: '{"name":"{{steps.look.owner.name}}"}',
  });
  expect(calls.get('next')?.doubts.map(({ path }) => path)).toEqual(['parameters.id', 'parameters.name']);
});

test('a reference that a run could not resolve either fails as it would there', async () => {
  const given = { look: { status: 200, body: {} } };
  const { status, error } = await play([call('look'), next({ id: '{{steps.look.id}}' })], { answers: given });
  expect({ status, code: error?.code }).toEqual({ status: 'failed', code: 'STEP_INPUT_INVALID' });
});

test('a loop over what is not known ends there, and says that it is not known', async () => {
  const steps = [call('look'), loop('each', [call('post')], { items: '{{steps.look}}' })];
  const { status, error } = await play(steps, {}, { operation: async () => undefined });
  expect({ status, code: error?.code }).toEqual({ status: 'unknown', code: 'STEP_INPUT_INVALID' });
});

test('an answer that fails is tried as often as in a run, and its handler goes on', async () => {
  const onError = { steps: [transform('instead', { expression: '"handled"' })] };
  const answers = { look: { status: 503, body: { message: 'down' } } };
  const { output, journal } = await play([call('look', 'GET', { onError })], { answers });
  expect(output).toBe('handled');
  expect(journal['look']).toMatchObject({
    status: 'failed',
    attempt: 3,
    error: { code: 'UPSTREAM_ERROR', message: expect.stringContaining('down') },
  });
});

test('waits and approvals take no time, passes of a loop have answers of their own', async () => {
  const steps = [
    wait('night', { seconds: 86_400 }),
    approval('boss', { form: [{ name: 'size', type: 'string', enum: ['small', 'large'] }] }),
    loop('each', [call('post')], { items: '{{input.list}}', collect: '{{steps.post}}' }),
    condition('which', [[transform('yes', { expression: '"yes"' })]]),
  ];
  const answers = { post: { status: 200, body: 'any' }, 'each[1].post': { status: 200, body: 'second' } };
  const evaluate = async (expression: string) => (expression.startsWith('"') ? JSON.parse(expression) : true);
  const { output, journal } = await play(
    steps,
    { input: { list: [1, 2, 3] }, answers },
    { expressions: { evaluate } },
  );
  expect(output).toBe('yes');
  expect(journal['each']?.output).toEqual(['any', 'second', 'any']);
  expect(journal['boss']?.output).toMatchObject({ decision: 'approve', input: { size: 'small' } });
});

test.each<[string, Partial<RehearsalLimits>]>([
  ['steps', { steps: 5 }],
  ['bytes', { bytes: 1_000 }],
])('a dry run ends where its %s end', async (_name, limits) => {
  const steps = [loop('each', [call('post')], { items: '{{input.list}}' })];
  const list = Array.from({ length: 500 }, (_, at) => at);
  const { status, calls } = await play(steps, { input: { list } }, {}, limits);
  expect(status).toBe('stopped');
  expect(calls.size).toBeLessThanOrEqual(5);
});
