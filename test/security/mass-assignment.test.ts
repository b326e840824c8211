import { allRoutes } from '../../shared/api/routes.ts';
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

/** What was answered and what lies in the workspace afterwards, without what is different each time. */
async function outcomeOf(tenant: Tenant, answer: RouteAnswer) {
  return {
    status: answer.status,
    body: plain(answer.text, tenant),
    items: (await itemsOf(tenant)).map(content),
  };

  function content(item: unknown) {
    return unordered([item]).map((text) => plain(text, tenant))[0];
  }
}

function plain(text: string, { id, owner, marker }: Tenant): string {
  return text
    .replaceAll(id, 'TENANT')
    .replaceAll(owner.userId, 'OWNER')
    .replaceAll(marker, 'MARKER')
    .replace(/[\w-]{36}@example\.com/g, 'MAIL')
    .replace(/\b(conn|cred|wf|run|plan|evt|log|ws|key)_[0-9A-Za-z]{26,64}\b/g, '$1_')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'UUID')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/"expiresAtEpoch":\d+/g, 'EPOCH')
    .replace(/sha256:[0-9a-f]{64}/g, 'HASH')
    .replace(/UNPUBLISHED#\d/g, 'UNPUBLISHED')
    .replace(/"(encryptedDataKey|message)":"[A-Za-z0-9+/=]{40,}"/g, '"$1":"BYTES"');
}

describe.each(CASES)('$id $example.name', ({ id, route, example }) => {
  test('refuses or ignores every member that it does not know, wherever it stands', async () => {
    const call = (tenant: Tenant, request: RouteRequest) =>
      api.callRoute({
        operationId: id,
        caller: route.auth === 'user' ? tenant.owner : undefined,
        ...request,
      });
    const control = await prepared(example);
    const answer = await call(control.tenant, control.request);
    expect(answer).toMatchObject({ status: route.success.status, faults: [] });
    const expected = await outcomeOf(control.tenant, answer);

    let place = await prepared(example);
    let tried = 0;
    for (const path of objectsOf(place.request.body)) {
      const isFree = example.free?.some((free) => path.join('.').startsWith(free)) === true;
      for (const [name, value] of isFree ? RESERVED_MEMBERS : EXTRA_MEMBERS) {
        const body = withMember({ body: place.request.body, path, name, value });
        if (body === undefined) continue;
        const before = await itemsOf(place.tenant);
        const mutated = await call(place.tenant, { ...place.request, body });
        tried += 1;
        const where = `${id} ${[...path, name].join('.')}`;
        expect({ where, faults: mutated.faults }).toEqual({ where, faults: [] });
        if (mutated.status === 422) {
          expect({ where, code: mutated.body.code }).toEqual({ where, code: 'VALIDATION_ERROR' });
          expect(unordered(await itemsOf(place.tenant))).toEqual(unordered(before));
        } else {
          const found = await outcomeOf(place.tenant, mutated);
          expect({ where, ...found, items: found.items.toSorted() }).toEqual({
            where,
            ...expected,
            items: expected.items.toSorted(),
          });
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
