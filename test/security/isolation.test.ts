import { MEMBER_ROLES, ROLES, scopesOf } from '../../shared/domain/roles.ts';
import { allRoutes } from '../../shared/api/routes.ts';
import { startApi, type ApiUnderTest } from '../support/api-under-test.ts';
import type { OperationId, RouteAnswer, RouteRequest } from '../support/call-route.ts';
import { absentTwin, ROUTE_EXAMPLES } from '../support/route-examples.ts';
import {
  addMember,
  callerOf,
  changesAmong,
  itemsOf,
  makeTenant,
  newItems,
  type Tenant,
} from '../support/tenants.ts';
import { unordered } from '../support/unordered.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const CASES = allRoutes().flatMap(({ id, route }) =>
  // The route table's ids are the keys of the examples: both are of type OperationId.
  ROUTE_EXAMPLES[id as OperationId].map((example) => ({ id: id as OperationId, route, example })),
);
const OWNED = CASES.filter(({ route }) => route.auth === 'user');
const PUBLIC = CASES.filter(({ route }) => route.auth === 'public');
const COMBINATIONS = ROLES.flatMap((role) => MEMBER_ROLES.map((memberRole) => ({ role, memberRole })));

/** What a caller can tell two answers apart by: all but what every answer has anew. */
function visible({ status, headers, body }: RouteAnswer) {
  const {
    'x-request-id': _request,
    'x-ratelimit-remaining': _remaining,
    'x-ratelimit-reset': _reset,
    ...rest
  } = headers;
  const text = JSON.stringify(body)
    .replace(/"timestamp":"[^"]+"/g, '')
    .replace(/\b([a-z]+)_[0-9A-Za-z]{26,64}\b/g, '$1_');
  return { status, headers: rest, text };
}

describe.each(OWNED)('$id $example.name', ({ id, route, example }) => {
  let home: Tenant;
  /** Made at home; whoever uses it up makes another. */
  let unused: RouteRequest;
  let foreign: Tenant;
  let theirs: RouteRequest;
  /** What lies in the foreign workspace, which nothing here may change. */
  let untouched: readonly string[];
  beforeAll(async () => {
    [home, foreign] = await Promise.all([makeTenant(api), makeTenant(api)]);
    [unused, theirs] = await Promise.all([example.prepare(home), example.prepare(foreign)]);
    untouched = unordered(await itemsOf(foreign));
  });
  afterEach(async () => {
    expect(unordered(await itemsOf(foreign))).toEqual(untouched);
  });

  test.each(COMBINATIONS)('as $role and $memberRole', async (roles) => {
    const caller = await addMember({ api, role: roles.role, workspaces: { [home.id]: roles.memberRole } });
    const granted = route.scope === null || scopesOf(roles).has(route.scope);
    // Of what is personal, the caller needs their own; that of somebody else in the workspace is not there.
    const asCaller = { ...home, owner: caller, make: callerOf({ api, owner: caller }) };
    const anew = granted && (route.audit !== null || example.personal);
    const own = anew ? await example.prepare(example.personal ? asCaller : home) : unused;
    const call = (request: RouteRequest) => api.callRoute({ operationId: id, caller, ...request });

    if (example.elsewhere !== null) {
      const before = await itemsOf(home);
      const answers = [await call(theirs), await call(absentTwin(theirs))] as const;
      const after = await itemsOf(home);

      expect(visible(answers[0])).toEqual(visible(answers[1]));
      expect(answers.flatMap(({ faults }) => faults)).toEqual([]);
      if (granted && example.elsewhere === 'same') expect(answers[0].status).toBe(route.success.status);
      else {
        expect(answers[0].body.code).toBe(granted ? example.elsewhere : 'FORBIDDEN');
        expect(unordered(after)).toEqual(unordered(before));
      }
      expect(answers.map(({ text }) => text).join()).not.toContain(foreign.marker);
    }

    if (granted && example.personal) {
      expect((await call(unused)).body.code).toBe(example.elsewhere);
    }

    const before = await itemsOf(home);
    const answer = await call(own);
    const after = await itemsOf(home);

    expect(answer.faults).toEqual([]);
    expect(answer.text).not.toContain(foreign.marker);
    if (!granted) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
      expect(unordered(after)).toEqual(unordered(before));
      return;
    }
    expect(answer.status).toBe(route.success.status);
    const { audits, events } = changesAmong(newItems(before, after));
    expect(events).toEqual(example.events ?? []);
    if (route.audit === null) expect(unordered(after)).toEqual(unordered(before));
    else {
      const actions = example.audits ?? [route.audit];
      expect(audits.map(({ action }) => String(action)).toSorted()).toEqual(actions);
      for (const audit of audits) expect(audit).toMatchObject({ tenantId: home.id, userId: caller.userId });
    }
  });

  test('refuses whoever does not prove who they are, and writes nothing', async () => {
    const before = await itemsOf(home);
    const stranger = { userId: 'a-user-that-never-was' };
    const attempts = [
      await api.callRoute({ operationId: id, caller: undefined, ...unused }),
      await api.callRoute({ operationId: id, caller: stranger, ...unused }),
      ...(await Promise.all(
        [
          'Bearer',
          'Bearer ',
          'Bearer x.y.z',
          `Basic ${home.owner.userId}`,
          `test.${home.owner.userId}.signed`,
        ].map((authorization) =>
          api.callRoute({
            operationId: id,
            caller: undefined,
            ...unused,
            headers: { ...unused.headers, authorization },
          }),
        ),
      )),
    ];
    for (const answer of attempts) {
      expect(answer).toMatchObject({
        status: 401,
        body: { code: 'UNAUTHORIZED' },
        headers: { 'www-authenticate': 'Bearer' },
        faults: [],
      });
    }
    expect(unordered(await itemsOf(home))).toEqual(unordered(before));
  });

  test('refuses a workspace of which the caller is no member, whether it exists or not', async () => {
    const homeBefore = await itemsOf(home);
    const into = (workspace: string) =>
      api.callRoute({
        operationId: id,
        caller: home.owner,
        ...theirs,
        headers: { ...theirs.headers, 'x-workspace-id': workspace },
      });
    const [present, ...others] = await Promise.all(
      [
        foreign.id,
        'ws_00000000000000000000000000',
        '',
        '__proto__',
        `${home.id}#`,
        home.id.toLowerCase(),
      ].map(into),
    );
    expect(present).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' }, faults: [] });
    for (const other of others) expect(present && visible(present)).toEqual(visible(other));
    expect(unordered(await itemsOf(home))).toEqual(unordered(homeBefore));
  });

  test('goes by the role in the workspace that is meant, not by the one at home', async () => {
    const own = await makeTenant(api);
    const caller = await addMember({ api, workspaces: { [own.id]: 'OWNER', [home.id]: 'VIEWER' } });
    const before = await itemsOf(own);
    const answer = await api.callRoute({
      operationId: id,
      caller,
      ...unused,
      headers: { ...unused.headers, 'x-workspace-id': home.id },
    });
    const granted = route.scope === null || scopesOf({ role: 'USER', memberRole: 'VIEWER' }).has(route.scope);
    expect(answer.status).toBe(granted ? route.success.status : 403);
    expect(unordered(await itemsOf(own))).toEqual(unordered(before));
  });
});

describe.each(PUBLIC)('$id $example.name, which is public', ({ id, route, example }) => {
  test('needs no token, and records what it changes once', async () => {
    const home = await makeTenant(api);
    const request = await example.prepare(home);
    const before = await api.everything();
    const answer = await api.callRoute({ operationId: id, caller: undefined, ...request });
    const added = newItems(before, await api.everything());

    expect(answer).toMatchObject({ status: route.success.status, faults: [] });
    const { audits, events } = changesAmong(added);
    expect(audits.map(({ action }) => action)).toEqual(route.audit === null ? [] : [route.audit]);
    expect(events).toEqual(example.events ?? []);
    // The record lies in the workspace of the person who acted, found by what was proved and nothing else.
    for (const { pk, tenantId } of audits) expect(pk).toBe(`TENANT#${String(tenantId)}`);
  });

  test('takes no notice of a workspace or a token that come along', async () => {
    const [home, foreign] = [await makeTenant(api), await makeTenant(api)];
    const request = await example.prepare(home);
    const [homeBefore, foreignBefore] = [await itemsOf(home), await itemsOf(foreign)];
    const headers = { ...request.headers, 'x-workspace-id': foreign.id };
    const answer = await api.callRoute({ operationId: id, caller: foreign.owner, ...request, headers });
    expect(answer.status).toBe(route.success.status);
    expect(unordered(await itemsOf(home))).toEqual(unordered(homeBefore));
    expect(unordered(await itemsOf(foreign))).toEqual(unordered(foreignBefore));
  });
});

describe('the same Idempotency-Key', () => {
  const [example] = ROUTE_EXAMPLES.executeWorkflow;

  test('starts one run and writes one record, and another run in another workspace', async () => {
    const [home, other] = [await makeTenant(api), await makeTenant(api)];
    const key = { headers: { 'idempotency-key': 'one-key' } };
    const request = { ...(await example.prepare(home)), ...key };
    const before = await itemsOf(home);
    const first = await home.make('executeWorkflow', request);
    const second = await home.make('executeWorkflow', request);
    const { audits, events } = changesAmong(newItems(before, await itemsOf(home)));
    const elsewhere = await other.make('executeWorkflow', { ...(await example.prepare(other)), ...key });

    expect(second['executionId']).toBe(first['executionId']);
    expect(elsewhere['executionId']).not.toBe(first['executionId']);
    expect({ audits: audits.length, events }).toEqual({ audits: 1, events: ['execution.started'] });
  });
});
