import { predictedSteps } from '../../scripts/predicted-steps.ts';
import { planRequest } from '../../shared/planner/plan-request.ts';
import { allApis } from '../support/planner-apis.ts';

const plan = (message: string) =>
  planRequest({ message, apis: allApis, deadlineMs: 1000, clock: { now: () => 0 } });

const shortly = (steps: Awaited<ReturnType<typeof plan>>['steps']): readonly unknown[] =>
  steps.map((step) => {
    if (step.type === 'loop') return { items: step.items, steps: shortly(step.steps) };
    return step.type === 'api_call' ? [`${step.method} ${step.endpoint}`, step.parameters] : step.type;
  });

describe('a plan with a loop', () => {
  it.each(['list the sold pets and delete each of them', 'delete all sold pets'])('%s', async (message) => {
    const { steps, explanation } = await plan(message);
    expect(shortly(steps)).toEqual([
      ['GET /pets', { status: 'sold' }],
      { items: '{{steps.list_pets}}', steps: [['DELETE /pets/{petId}', { petId: '{{item.id}}' }]] },
    ]);
    expect(steps.at(-1)).toMatchObject({ type: 'loop', effect: 'irreversible' });
    expect(explanation).toContain('Once for each item of "List pets".');
    expect(explanation).toContain('This cannot be taken back: Delete pet.');
  });

  it('goes over a list inside of an answer', async () => {
    const { steps } = await plan('add a note saying "VIP" to all customers with the e-mail jane@example.com');
    expect(shortly(steps)).toEqual([
      ['GET /customers', { email: 'jane@example.com' }],
      {
        items: '{{steps.search_customers.items}}',
        steps: [['POST /customers/{customerId}/notes', { customerId: '{{item.id}}', text: 'VIP' }]],
      },
    ]);
  });

  it('writes one message about each of them, and a single one about all of them', async () => {
    const each = await plan('find the available pets and tell #adoptions about each of them');
    expect(each.steps.map(({ type }) => type)).toEqual(['api_call', 'loop']);
    const all = await plan('find the available pets and tell #adoptions about all of them');
    expect(shortly(all.steps)).toEqual([
      ['GET /pets', { status: 'available' }],
      ['POST /messages', { channel: '#adoptions', text: 'Pet: {{steps.list_pets}}' }],
    ]);
  });

  it.each([
    'find the available pets and tell #adoptions about the first one',
    'delete pet 7',
    'list all pets',
  ])('loops only where that is asked for: %s', async (message) => {
    const { steps } = await plan(message);
    expect(steps.map(({ type }) => type)).not.toContain('loop');
  });

  it('counts as one call that takes its value from the list', async () => {
    const { steps } = await plan('delete all sold pets');
    expect(predictedSteps(steps)).toMatchObject([
      { method: 'GET', path: '/pets' },
      { method: 'DELETE', path: '/pets/{petId}', args: { petId: { from: { step: 0, path: '[0].id' } } } },
    ]);
  });
});
