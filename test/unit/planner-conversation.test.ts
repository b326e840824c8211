import type { Plan } from '../../shared/domain/plan.ts';
import { planHash } from '../../shared/domain/plan-hash.ts';
import { replyToMessage, type ChatReply } from '../../shared/planner/reply-to-message.ts';
import { allApis } from '../support/planner-apis.ts';
import { planRecord } from '../support/records.ts';

const clock = { now: () => Date.now() };
const ADOPT = 'find the available pets and tell #adoptions about the first one';

/** Says one message after the other and answers the last reply with the plan as it then is. */
async function talk(...messages: readonly string[]) {
  let plan: Plan | undefined;
  let before: Plan | undefined;
  let reply: ChatReply | undefined;
  for (const message of messages) {
    const pending = reply && 'same' in reply ? reply.pending : undefined;
    reply = await replyToMessage({
      message,
      previous: [],
      ...(plan === undefined ? {} : { plan }),
      ...(pending === undefined ? {} : { pending }),
      apis: allApis,
      deadlineMs: 5000,
      clock,
    });
    before = plan;
    if ('draft' in reply) {
      plan = { ...planRecord({ tenantId: 'ws_1' }), ...reply.draft, planHash: planHash(reply.draft.steps) };
    }
  }
  if (plan === undefined || reply === undefined) throw new Error('Nothing was planned.');
  const calls = plan.steps.map((step) =>
    step.type === 'api_call'
      ? { id: step.id, does: `${step.method} ${step.endpoint}`, ...step.parameters }
      : step,
  );
  return {
    calls,
    plan,
    before,
    asked: 'same' in reply ? reply.questions.map(({ question }) => question).join(' ') : '',
    said: 'same' in reply ? reply.explanation : reply.draft.explanation,
    changes: 'changes' in reply ? reply.changes : [],
    stayed: 'same' in reply,
  };
}

describe('answers to what was asked', () => {
  it.each([
    [
      ['post a message', 'the channel is #general', 'hello everybody'],
      { channel: '#general', text: 'hello everybody' },
    ],
    [['post a message', '#general', '"hello"'], { channel: '#general', text: 'hello' }],
    [
      ['post a message', 'channel: #general, text: we close at six'],
      { channel: '#general', text: 'we close at six' },
    ],
    [['get a pet', '5'], { petId: 5 }],
    [['get a pet', "it's 5."], { petId: 5 }],
    [['charge a card', '20 for customer c_17'], { amount: 20, customerId: 'c_17' }],
    [['charge a card', 'make it 30', 'c_5'], { amount: 30, customerId: 'c_5' }],
    [['update the customer c_1', 'the phone is 555-1234'], { customerId: 'c_1', phone: '555-1234' }],
  ])('%j', async (messages, parameters) => {
    const { calls, plan } = await talk(...messages);
    expect(calls).toEqual([expect.objectContaining(parameters)]);
    expect(plan.questions).toEqual([]);
  });

  it('ask again for what was not answered, and say what was', async () => {
    const { plan, changes } = await talk('charge a card', 'the amount is 20');
    expect(changes).toMatchObject([{ kind: 'answered', parameter: 'amount', to: 20 }]);
    expect(plan.questions).toMatchObject([{ parameter: 'customerId' }]);
  });

  it('are refused with the reason where they do not fit, and the question stays', async () => {
    const { plan } = await talk('charge a card', 'the amount is lots');
    expect(plan.questions).toMatchObject([{ parameter: 'amount' }, { parameter: 'customerId' }]);
  });

  it('agree to going on without what nothing serves', async () => {
    const plan = (await talk('list the pets')).plan;
    const asking = { ...plan, questions: [{ question: 'Should the rest be planned without it?' }] };
    const reply = (message: string) =>
      replyToMessage({ message, previous: [], plan: asking, apis: allApis, deadlineMs: 5000, clock });
    expect(await reply('yes')).toMatchObject({ draft: { questions: [], steps: plan.steps }, changes: [] });
    expect(await reply('no')).toMatchObject({ same: asking, questions: asking.questions });
  });
});

const LIST = { id: 'list_pets', does: 'GET /pets', status: 'available' };
const TELL = {
  id: 'post_message',
  does: 'POST /messages',
  channel: '#adoptions',
  text: '{{steps.list_pets[0].name}}',
};

describe('changes in conversation', () => {
  it.each([
    ['also tell #sales', [LIST, TELL, { ...TELL, id: 'post_message_2', channel: '#sales' }]],
    ["don't post it", [LIST]],
    ['without the second step', [LIST]],
    ['leave the message out, please', [LIST]],
    ['use #ops instead', [LIST, { ...TELL, channel: '#ops' }]],
    ['not #adoptions but #ops', [LIST, { ...TELL, channel: '#ops' }]],
    ['use #ops instead of #adoptions', [LIST, { ...TELL, channel: '#ops' }]],
    ['change the channel to #ops', [LIST, { ...TELL, channel: '#ops' }]],
    ['no, the channel should be #ops', [LIST, { ...TELL, channel: '#ops' }]],
    ['in step 2 use #ops', [LIST, { ...TELL, channel: '#ops' }]],
    ['make it pending', [{ ...LIST, status: 'pending' }, TELL]],
    ['set the status to sold', [{ ...LIST, status: 'sold' }, TELL]],
    ['make it 10', [{ ...LIST, limit: 10 }, TELL]],
    ['make the limit 10', [{ ...LIST, limit: 10 }, TELL]],
    ['make it say "come and see"', [LIST, { ...TELL, text: 'come and see' }]],
  ])('%s', async (message, calls) => {
    const said = await talk(ADOPT, message);
    expect(said.calls).toEqual(calls);
    expect(said.changes).toHaveLength(1);
    expect(said.plan.planHash).not.toBe(said.before?.planHash);
    expect(said.said).toContain(said.changes[0]?.sentence);
  });

  it('add what uses the answer of a step that is there', async () => {
    const { calls } = await talk('list the available pets', 'then delete the first one');
    expect(calls).toEqual([
      LIST,
      { id: 'delete_pet', does: 'DELETE /pets/{petId}', petId: '{{steps.list_pets[0].id}}' },
    ]);
  });

  it.each(['use pet 7 instead', 'make it pet 7', 'pet number 7 instead'])(
    'call a thing by its kind, where a text would take the words as well: %s',
    async (message) => {
      const { calls } = await talk('delete pet 5 and post "Gone" to #general', message);
      expect(calls).toEqual([
        { id: 'delete_pet', does: 'DELETE /pets/{petId}', petId: 7 },
        { id: 'post_message', does: 'POST /messages', channel: '#general', text: 'Gone' },
      ]);
    },
  );

  it('make another call in the place of one, with what both take', async () => {
    const { calls, changes } = await talk('get pet 5', 'delete it instead of getting it');
    expect(calls).toEqual([{ id: 'get_pet', does: 'DELETE /pets/{petId}', petId: 5 }]);
    expect(changes).toMatchObject([{ kind: 'replaced', stepId: 'get_pet' }]);
  });

  it('perform a step in another way', async () => {
    const { calls } = await talk('find the customer called Smith', 'search for bob@example.com instead');
    expect(calls).toEqual([{ id: 'search_customers', does: 'GET /customers', email: 'bob@example.com' }]);
  });

  it('change the order where nothing depends on it, and say why not where something does', async () => {
    const free = await talk(
      'list pets',
      'add a step that deletes pet 5',
      'swap the first and the second step',
    );
    expect(free.calls.map(({ id }) => id)).toEqual(['delete_pet', 'list_pets']);
    expect(free.changes).toMatchObject([{ kind: 'moved' }]);
    const bound = await talk(ADOPT, 'do the second step first');
    expect(bound).toMatchObject({ stayed: true, said: expect.stringContaining('That cannot be done') });
  });

  it.each([
    ["don't frobnicate", 'which one do you mean?'],
    ['not #nowhere but #ops', 'which one do you mean?'],
    ['make the frobnication 7', 'What should be different?'],
    ["don't find the pets", ''],
  ])('%s: asked about and not guessed', async (message, asked) => {
    const said = await talk(ADOPT, message);
    expect(said).toMatchObject({ stayed: true, changes: [] });
    expect(said.calls).toEqual([LIST, TELL]);
    expect(said.asked).toContain(asked);
  });

  it('ask which step is meant, and take the choice', async () => {
    const asking = [ADOPT, 'also tell #sales', 'change the channel to #ops'] as const;
    const asked = await talk(...asking);
    expect(asked.asked).toContain('2. Post message, 3. Post message');
    for (const choice of ['the second one', '3', 'the last one', 'step 3']) {
      const { calls } = await talk(...asking, choice);
      expect(calls.slice(1)).toMatchObject([{ channel: '#adoptions' }, { channel: '#ops' }]);
    }
  });

  it('leave out what depends on a step only when asked to', async () => {
    const asking = [ADOPT, 'also add a note to customer c_9 saying hello', "don't find the pets"] as const;
    const asked = await talk(...asking);
    expect(asked).toMatchObject({ stayed: true });
    expect(asked.asked).toContain('Should that be left out as well?');
    expect((await talk(...asking, 'yes')).calls.map(({ id }) => id)).toEqual(['add_note']);
    expect((await talk(...asking, 'no')).calls).toHaveLength(3);
  });

  it('begin a new plan where the message is a request of its own', async () => {
    const { calls, changes } = await talk(ADOPT, 'find the customer called Smith');
    expect(calls).toEqual([{ id: 'search_customers', does: 'GET /customers', name: 'Smith' }]);
    expect(changes).toEqual([]);
  });

  it('change nothing by a yes', async () => {
    const said = await talk(ADOPT, 'yes');
    expect(said).toMatchObject({ stayed: true, asked: '' });
    expect(said.calls).toEqual([LIST, TELL]);
  });
});
