import { createPlanStore } from '../../shared/aws/plan-store.ts';
import { planKey, TTL_ATTRIBUTE } from '../../shared/aws/table.ts';
import { changeOf, testId } from '../support/changes.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { planRecord, STEPS } from '../support/records.ts';

let dynamodb: TestDynamoDb;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
});
afterAll(() => dynamodb.close());

function setup({ now = '2025-01-02T00:00:00.000Z' } = {}) {
  const tenantId = testId('ws');
  const clock = { now: () => Date.parse(now) };
  return {
    tenantId,
    plans: createPlanStore({ table: dynamodb.table, clock }),
    change: changeOf({ tenantId, action: 'plan.created', event: 'plan.created' }),
  };
}

describe('plans', () => {
  it('come back as they were stored, however deep their parameters', async () => {
    const { tenantId, plans, change } = setup();
    const plan = planRecord({ tenantId });

    await plans.create(plan, change);

    expect(await plans.get(tenantId, plan.id)).toEqual(plan);
    const item = await dynamodb.table.get(planKey(plan));
    expect(item?.[TTL_ATTRIBUTE]).toBe(Date.parse(plan.expiresAt) / 1000);
  });

  it('are gone when they expire, although the table still has them', async () => {
    const { tenantId, plans, change } = setup({ now: '2025-01-08T00:00:00.000Z' });
    const plan = planRecord({ tenantId });
    await plans.create(plan, change);
    expect(await plans.get(tenantId, plan.id)).toBeUndefined();
  });

  it('are found in their own workspace alone', async () => {
    const { tenantId, plans, change } = setup();
    const plan = planRecord({ tenantId });
    await plans.create(plan, change);
    expect(await plans.get(testId('ws'), plan.id)).toBeUndefined();
  });

  it('are refused when they do not fit into an item', async () => {
    const { tenantId, plans, change } = setup();
    const [call] = STEPS;
    const plan = planRecord({
      tenantId,
      steps: call === undefined ? [] : [{ ...call, name: 'x'.repeat(400_000) }],
    });
    await expect(plans.create(plan, change)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  });
});
