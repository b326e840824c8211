import { planHash } from '../../shared/domain/plan-hash.ts';
import { replyToMessage } from '../../shared/planner/reply-to-message.ts';
import { seemsEnglish } from '../../shared/planner/seems-english.ts';
import { allApis } from '../support/planner-apis.ts';
import { planRecord } from '../support/records.ts';

const clock = { now: () => Date.now() };

async function draftOf(message: string) {
  const reply = await replyToMessage({ message, previous: [], apis: allApis, deadlineMs: 5000, clock });
  if ('same' in reply) throw new Error('There was no plan before.');
  return reply.draft;
}

describe('requests that nobody can plan', () => {
  it.each([
    'Liste die verfügbaren Haustiere auf',
    'Supprime le client 5 et envoie un message',
    'muestra las mascotas disponibles y avisa a #ventas',
    '列出所有可用的宠物',
    'удали питомца 5',
  ])('say of another language that it is one: %s', async (message) => {
    expect(await draftOf(message)).toMatchObject({
      steps: [],
      explanation: expect.stringContaining('English'),
    });
  });

  it.each(['list the pets', 'find customer Müller', 'pets', 'charge 20 to c_1', 'tell #общий hello'])(
    'do not say so of English: %s',
    (message) => {
      expect(seemsEnglish(message)).toBe(true);
    },
  );

  it('of ten thousand words are asked to be short, and take no plan away', async () => {
    const message = 'find the pets and '.repeat(2500);
    const draft = await draftOf(message);
    expect(draft).toMatchObject({ steps: [], questions: [{ question: expect.stringContaining('4000') }] });
    const { steps } = await draftOf('list the pets');
    const plan = planRecord({ tenantId: 'ws_1', steps, questions: [], planHash: planHash(steps) });
    const reply = await replyToMessage({
      message,
      previous: [],
      plan,
      apis: allApis,
      deadlineMs: 5000,
      clock,
    });
    expect(reply).toMatchObject({ same: plan, questions: [{}] });
  });

  it('of nothing that can be seen are called empty', async () => {
    expect((await draftOf(' \u200b\u202e ')).explanation).toContain('empty');
  });

  it.each([
    ["delete pet 5 but don't delete it", 'Should "Delete pet" be done?'],
    ['post "hi" to #a and do not post anything', 'Should "Post message" be done?'],
  ])('that contradict themselves are asked about: %s', async (message, question) => {
    const draft = await draftOf(message);
    expect(draft.questions.map((one) => one.question).join(' ')).toContain(question);
    expect(draft.confidence).toBeLessThan(0.35);
  });

  it('that only rule something out are not', async () => {
    const draft = await draftOf('find the available pets, without telling anyone');
    expect(draft).toMatchObject({ steps: [{ method: 'GET' }], questions: [] });
  });

  it('go on by a yes to what they were asked about', async () => {
    const draft = await draftOf("delete pet 5 but don't delete it");
    const plan = { ...planRecord({ tenantId: 'ws_1' }), ...draft, planHash: planHash(draft.steps) };
    const say = (message: string) =>
      replyToMessage({ message, previous: [], plan, apis: allApis, deadlineMs: 5000, clock });
    expect(await say('yes')).toMatchObject({ draft: { questions: [], steps: draft.steps }, changes: [] });
    expect(await say('no')).toMatchObject({ same: plan, questions: draft.questions });
  });
});
