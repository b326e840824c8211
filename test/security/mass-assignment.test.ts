import { allRoutes } from '../../shared/api/routes.ts';
import { credentialOf } from '../../shared/aws/credential-rows.ts';
import type { Item } from '../../shared/aws/table-operations.ts';
import { credentialContext } from '../../shared/domain/credential-context.ts';
import { startApi, type ApiUnderTest } from '../support/api-under-test.ts';
import type { OperationId, RouteAnswer, RouteRequest } from '../support/call-route.ts';
import { EXTRA_MEMBERS, objectsOf, RESERVED_MEMBERS, withMember } from '../support/extra-members.ts';
import { ROUTE_EXAMPLES, type RouteExample } from '../support/route-examples.ts';
import { itemsOf, makeTenant, type Tenant } from '../support/tenants.ts';
import { unordered } from '../support/unordered.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const CASES = allRoutes()
  .filter(({ route }) => route.body !== null)
  .flatMap(({ id, route }) =>
    // The route table's ids are the keys of the examples: both are of type OperationId.
    ROUTE_EXAMPLES[id as OperationId].map((example) => ({ id: id as OperationId, route, example })),
  );

/** A workspace in which the example's request is ready to be sent. */
async function prepared(example: RouteExample): Promise<{ tenant: Tenant; request: RouteRequest }> {
  const tenant = await makeTenant(api);
  return { tenant, request: await example.prepare(tenant) };
}

/** All that a request of this person can have written: their workspace, and for a public route whatever is new. */
async function written({
  tenant,
  isPublic,
}: {
  tenant: Tenant;
  isPublic: boolean;
}): Promise<readonly Item[]> {
  if (!isPublic) return itemsOf(tenant);
  return (await api.everything()).filter((item) => !String(item['pk']).startsWith('RATE#'));
}

/** What was answered and what was written for it, without what is different each time. */
async function outcomeOf(tenant: Tenant, answer: RouteAnswer, items: readonly Item[]) {
  const opened = await Promise.all(items.map(openSecret));
  return {
    status: answer.status,
    body: plain(answer.text, tenant),
    items: unordered(opened)
      .map((text) => plain(text, tenant))
      .toSorted(),
  };
}

/** A stored credential with what it holds in place of the ciphertext, where a member too many would not be seen. */
async function openSecret(item: Item): Promise<Item> {
  if (item['sealed'] === undefined) return item;
  const { tenantId, sealed, metadata } = credentialOf(item);
  const context = credentialContext({ tenantId, connectionId: metadata.apiConnectionId });
  return { ...item, sealed: (await api.ports.vault.open(sealed, context)).reveal() };
}

/** The items that are new or not what they were. */
function changed(before: readonly Item[], after: readonly Item[]): readonly Item[] {
  const known = new Set(unordered(before));
  return after.filter((item) => !unordered([item]).every((text) => known.has(text)));
}

function plain(text: string, { id, owner, marker }: Tenant): string {
  return text
    .replaceAll(id, 'TENANT')
    .replaceAll(owner.userId, 'OWNER')
    .replaceAll(marker, 'MARKER')
    .replace(/(?<=duration\\*":)\d+/g, 'DURATION')
    .replace(/(?<=trail\\*":\\*")[^"\\]*/g, 'TRAIL')
    .replace(/[\w-]{36}@example\.com/g, 'MAIL')
    .replace(/\b(conn|cred|ing|upl|wf|trg|run|plan|evt|log|ws|key|appr)_[0-9A-Za-z]{26,64}\b/g, '$1_')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'UUID')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/"expiresAtEpoch":\d+/g, 'EPOCH')
    .replace(/"(latency|ms|responseTime)":\d+/g, 'DURATION')
    .replace(/sha256:[0-9a-f]{64}/g, 'HASH')
    .replace(/(UNPUBLISHED|NIGHT)#\d/g, '$1')
    .replace(/refresh\.UUID/g, 'REFRESH');
}

describe.each(CASES)('$id $example.name', ({ id, route, example }) => {
  test('refuses or ignores every member that it does not know, wherever it stands', async () => {
    const call = (tenant: Tenant, request: RouteRequest) =>
      api.callRoute({
        operationId: id,
        caller: route.auth === 'user' ? tenant.owner : undefined,
        ...request,
      });
    const isPublic = route.auth === 'public';
    const control = await prepared(example);
    const start = await written({ tenant: control.tenant, isPublic });
    const answer = await call(control.tenant, control.request);
    const end = await written({ tenant: control.tenant, isPublic });
    expect(answer).toMatchObject({ status: route.success.status, faults: [] });
    const expected = await outcomeOf(control.tenant, answer, changed(start, end));

    let place = await prepared(example);
    let tried = 0;
    for (const path of objectsOf(place.request.body)) {
      const isFree = example.free?.some((free) => path.join('.').startsWith(free)) === true;
      for (const [name, value] of isFree ? RESERVED_MEMBERS : EXTRA_MEMBERS) {
        const body = withMember({ body: place.request.body, path, name, value });
        if (body === undefined) continue;
        const before = await written({ tenant: place.tenant, isPublic });
        const mutated = await call(place.tenant, { ...place.request, body });
        tried += 1;
        const where = `${id} ${[...path, name].join('.')}`;
        expect({ where, faults: mutated.faults }).toEqual({ where, faults: [] });
        const after = await written({ tenant: place.tenant, isPublic });
        if (mutated.status === 422) {
          expect({ where, code: mutated.body.code }).toEqual({ where, code: 'VALIDATION_ERROR' });
          expect(changed(before, after)).toEqual([]);
        } else {
          const found = await outcomeOf(place.tenant, mutated, changed(before, after));
          expect({ where, ...found }).toEqual({ where, ...expected });
          place = await prepared(example);
        }
      }
    }
    expect(tried).toBeGreaterThanOrEqual(EXTRA_MEMBERS.length - 3);
    expect(({} as Record<string, unknown>)['injected']).toBeUndefined();
  });
});

describe('a reserved member inside free data', () => {
  test.each(['constructor', 'prototype'])('%s is refused at the top as well as below', async (name) => {
    const { tenant, request } = await prepared(ROUTE_EXAMPLES.executeWorkflow[0]);
    for (const input of [{ [name]: 1 }, { deep: { [name]: 1 } }, { list: [{ [name]: 1 }] }]) {
      const answer = await api.callRoute({
        operationId: 'executeWorkflow',
        caller: tenant.owner,
        ...request,
        body: { input },
      });
      expect(answer).toMatchObject({ status: 422, body: { code: 'VALIDATION_ERROR' }, faults: [] });
    }
  });
});

test('what a person may not set about themselves stays as it was', async () => {
  const tenant = await makeTenant(api);
  for (const headers of [
    { 'x-user-id': 'someone', 'x-role': 'ADMIN', 'x-tenant-id': 'ws_00000000000000000000000000' },
    { 'x-admin-token': 'admin', 'x-member-role': 'OWNER', 'x-forwarded-user': 'someone' },
  ]) {
    const { body, faults } = await api.callRoute({ operationId: 'getMe', caller: tenant.owner, headers });
    expect(faults).toEqual([]);
    expect(body.data.user).toEqual({
      id: tenant.owner.userId,
      email: tenant.owner.email,
      name: 'A person',
      role: 'USER',
    });
  }
});
