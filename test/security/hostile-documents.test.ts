import { previewSteps } from '../../shared/calls/preview-steps.ts';
import { planHash } from '../../shared/domain/plan-hash.ts';
import type { PlanDraft } from '../../shared/domain/plan.ts';
import { everyStep } from '../../shared/domain/workflow.ts';
import type { PlannerApi } from '../../shared/planner/operation-view.ts';
import { replyToMessage } from '../../shared/planner/reply-to-message.ts';
import { allApis } from '../support/planner-apis.ts';
import { poisoned } from '../support/poison.ts';
import { planRecord } from '../support/records.ts';

const clock = { now: () => Date.now() };
const CASES = 300;
const READS = [
  'list the available pets',
  'get pet 7',
  'list the channels',
  'find the customer with the e-mail bob@example.com',
  'find the customer called Smith',
] as const;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Variation_Selector}]/u;

async function planOver(apis: readonly PlannerApi[], message: string): Promise<PlanDraft> {
  const reply = await replyToMessage({ message, previous: [], apis, deadlineMs: 5000, clock });
  if ('same' in reply) throw new Error('There was no plan before.');
  return reply.draft;
}

/** What must hold of a plan, whatever its documents say. */
function faultsOf(draft: PlanDraft, apis: readonly PlannerApi[]): readonly string[] {
  const connections = new Map(apis.map(({ connection }) => [connection.id, connection]));
  const origins = new Map(
    allApis.map(({ connection }) => [connection.id, new URL(connection.baseUrl).origin]),
  );
  const offOrigin = previewSteps(draft.steps, connections).filter(
    ({ request, type }) =>
      type === 'api_call' &&
      (request === undefined || ![...origins.values()].includes(new URL(request.url).origin)),
  );
  const calls = everyStep(draft.steps).flatMap((step) => (step.type === 'api_call' ? [step] : []));
  const passedOff = calls.filter(({ method, effect }) => method !== 'GET' && effect === 'read');
  const moved = calls.filter(
    ({ apiConnectionId, binding }) => new URL(binding.baseUrl).origin !== origins.get(apiConnectionId),
  );
  return [
    ...offOrigin.map(({ stepId }) => `${stepId} leaves its origin`),
    ...moved.map(({ id }) => `${id} was checked for another origin`),
    ...passedOff.map(({ id }) => `${id} writes and is called a read`),
    ...(INVISIBLE.test(
      [draft.explanation, ...draft.questions.map(({ question }) => question)].join().replaceAll('\n', ' '),
    )
      ? ['something invisible is said']
      : []),
  ];
}

describe(`${CASES} hostile documents`, () => {
  const seeds = Array.from({ length: CASES }, (_, seed) => seed);

  it('make no request that reads write anything, and no call leave its origin', async () => {
    const faults: string[] = [];
    let planned = 0;
    for (const seed of seeds) {
      const apis = poisoned(allApis, seed);
      const message = READS[seed % READS.length] ?? READS[0];
      const draft = await planOver(apis, message);
      planned += draft.steps.length > 0 ? 1 : 0;
      const writes = everyStep(draft.steps).filter(({ effect }) => effect !== 'read');
      faults.push(
        ...[...faultsOf(draft, apis), ...writes.map(({ id }) => `${id} writes`)].map(
          (fault) => `${seed} (${message}): ${fault}`,
        ),
      );
    }
    expect(faults).toEqual([]);
    // Or nothing would have been tried.
    expect(planned).toBeGreaterThan(CASES / 3);
  });

  it('let a change in conversation touch what it names and nothing else', async () => {
    const faults: string[] = [];
    for (const seed of seeds.slice(0, 60)) {
      const apis = poisoned(allApis, seed);
      const draft = await planOver(
        allApis,
        'find the available pets and tell #adoptions about the first one',
      );
      const plan = { ...planRecord({ tenantId: 'ws_1' }), ...draft, planHash: planHash(draft.steps) };
      const reply = await replyToMessage({
        message: 'use #ops instead',
        previous: [],
        plan,
        apis,
        deadlineMs: 5000,
        clock,
      });
      if (!('draft' in reply)) continue;
      const [change, ...more] = reply.changes;
      if (change?.parameter !== 'channel' || more.length > 0)
        faults.push(`${seed}: ${JSON.stringify(reply.changes)}`);
      faults.push(...faultsOf(reply.draft, apis));
    }
    expect(faults).toEqual([]);
  });
});
