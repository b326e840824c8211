import type { StepRecord } from '../../../shared/domain/run.ts';
import type { Step, StepInput } from '../../../shared/domain/workflow.ts';
import { checkSteps } from '../../../shared/planner/check.ts';
import { planUndo } from '../../../shared/undo/plan-undo.ts';
import { allApis, crm, petStore } from '../../support/planner-apis.ts';
import { record } from '../../support/steps.ts';

const create = (name: string, more: Partial<Extract<StepInput, { type: 'api_call' }>> = {}): StepInput => ({
  name,
  type: 'api_call',
  apiConnectionId: petStore.connection.id,
  method: 'POST',
  endpoint: '/pets',
  parameters: { name: 'Rex' },
  ...more,
});
const change = (more: Partial<Extract<StepInput, { type: 'api_call' }>> = {}): StepInput => ({
  name: 'Change',
  type: 'api_call',
  apiConnectionId: crm.connection.id,
  method: 'PATCH',
  endpoint: '/customers/{customerId}',
  parameters: { customerId: '7', name: 'Ada' },
  ...more,
});

function checked(steps: readonly StepInput[]): readonly Step[] {
  const result = checkSteps({ steps, apis: allApis });
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.steps;
}
const at = (second: number, more: Partial<StepRecord> = {}): StepRecord =>
  record('completed', { completedAt: `2026-01-01T00:00:0${second}.000Z`, ...more });
const undo = (inputs: readonly StepInput[], steps: Record<string, StepRecord>, apis = allApis) => {
  const plan = planUndo({ run: { steps }, steps: checked(inputs), apis });
  return {
    calls: plan.steps.map((step) =>
      step.type === 'api_call' ? [step.method, step.endpoint, step.parameters] : step.type,
    ),
    names: plan.steps.map(({ name }) => name),
    unknown: plan.unknown.map(({ key }) => key),
    left: plan.withoutReverse.map(({ write, reason }) => `${write.key}: ${reason}`),
  };
};

test('what was made last is deleted first, each pass of a loop by its own id', () => {
  const inputs: StepInput[] = [
    create('First'),
    { name: 'Each', type: 'loop', items: '{{input.names}}', steps: [create('Add')] },
  ];
  expect(
    undo(inputs, {
      first: at(1, { output: { id: 1 } }),
      'each[0].add': at(2, { output: { id: 2 } }),
      'each[1].add': at(3, { output: { id: 3 } }),
      each: at(4),
    }),
  ).toEqual({
    calls: [3, 2, 1].map((petId) => ['DELETE', '/pets/{petId}', { petId }]),
    names: ['Undo Add (pass 2)', 'Undo Add (pass 1)', 'Undo First'],
    unknown: [],
    left: [],
  });
});

test('a step names its own reverse, of what it was given and answered', () => {
  const compensate = {
    operationId: 'updateCustomer',
    parameters: { customerId: '{{output.id}}', name: 'was {{input.name}}' },
  };
  const inputs = [change({ compensate })];
  const entry = at(1, { input: { customerId: '7', name: 'Ada' }, output: { id: '7' } });
  expect(undo(inputs, { change: entry }).calls).toEqual([
    ['PATCH', '/customers/{customerId}', { customerId: '7', name: 'was Ada' }],
  ]);
  expect(undo(inputs, { change: at(1, { input: {}, output: { id: '7' } }) }).left).toEqual([
    expect.stringContaining('{{input.name}} could not be resolved'),
  ]);
});

test.each<[string, StepInput, StepRecord, string]>([
  ['has no reverse', change(), at(1), 'names no reverse operation'],
  ['does not answer an id', create('Add'), at(1, { output: { name: 'Rex' } }), 'needs "petId"'],
  ['answers a secret', create('Add'), at(1, { output: { id: '[redacted]' } }), 'secret'],
  ['answers a template', create('Add'), at(1, { output: { id: '{{input.x}}' } }), 'template'],
  ['answers what its reverse does not take', create('Add'), at(1, { output: { id: 'x' } }), 'whole number'],
])('a write that %s is named and left', (_name, input, entry, words) => {
  const id = checked([input])[0]?.id ?? '';
  const { calls, left } = undo([input], { [id]: entry });
  expect({ calls, left }).toEqual({ calls: [], left: [expect.stringContaining(words)] });
});

test('reads, refusals and skipped steps are no changes; what nobody knows is told', () => {
  const inputs = [create('One'), create('Two'), create('Three'), create('Four')];
  const error = (upstreamStatus: number) => ({
    code: 'UPSTREAM_ERROR' as const,
    message: '',
    upstreamStatus,
  });
  expect(
    undo(inputs, {
      one: record('unknown'),
      two: record('failed', { error: error(503) }),
      three: record('failed', { error: error(422) }),
      four: record('skipped'),
    }),
  ).toEqual({ calls: [], names: [], left: [], unknown: ['two', 'one'] });
});

test('an API that has moved since is not asked to take anything back', () => {
  const moved = { ...petStore, connection: { ...petStore.connection, baseUrl: 'https://elsewhere.example' } };
  const { calls, left } = undo([create('Add')], { add: at(1, { output: { id: 1 } }) }, [moved]);
  expect({ calls, left }).toEqual({ calls: [], left: [expect.stringContaining('another address')] });
});

test.each([
  [{ operationId: 'none' }, 'steps[0].compensate.operationId', 'has no operation'],
  [
    { operationId: 'updateCustomer', parameters: { customerId: '{{steps.a}}' } },
    'steps[0].compensate.parameters.customerId',
    'reads "input" and "output"',
  ],
  [
    { operationId: 'updateCustomer', parameters: { customerId: '{{input.phone}}' } },
    'steps[0].compensate.parameters.customerId',
    'names no parameter of the step',
  ],
  [
    { operationId: 'updateCustomer', parameters: { customerId: '{{output.nothing}}' } },
    'steps[0].compensate.parameters.customerId',
    'does not fit the answer of the step',
  ],
  [
    { operationId: 'updateCustomer', parameters: {} },
    'steps[0].compensate.parameters.customerId',
    'needs the parameter',
  ],
])('a reverse that does not fit is refused where it stands: %j', (compensate, path, words) => {
  const result = checkSteps({ steps: [change({ compensate })], apis: allApis });
  expect('errors' in result ? result.errors : []).toEqual([
    { path, message: expect.stringContaining(words) },
  ]);
});
