import { checkConnection } from '../../functions/check-connections/check-connection.ts';
import { tenantPartition } from '../../shared/aws/table.ts';
import { systemClock as clock } from '../../shared/aws/clock.ts';
import { createUpstreamGate } from '../../shared/upstream/upstream-gate.ts';
import { startApi, type ApiUnderTest } from '../support/api-under-test.ts';
import { testId } from '../support/changes.ts';
import { makeTenant, type Tenant } from '../support/tenants.ts';

let api: ApiUnderTest;
let home: Tenant;
beforeAll(async () => {
  api = await startApi();
  home = await makeTenant(api);
});
afterAll(() => api.close());

const KEY = 'the-key-that-nobody-may-see';

/** A connection to an API whose one operation is at a path of the document server. */
async function setup({
  authConfig = { apiKey: KEY },
  method = 'get',
}: { authConfig?: object | null; method?: string } = {}) {
  const path = `/${testId('ping')}`;
  const content = {
    openapi: '3.0.3',
    info: { title: 'Ping', version: '1' },
    servers: [{ url: `http://${api.documentServer.host}` }],
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
    paths: { [path]: { [method]: { security: [{ key: [] }], responses: { 200: { description: 'ok' } } } } },
  };
  const { id = '' } = await home.make('createConnection', {
    body: {
      name: 'Ping',
      authType: 'api_key',
      document: { content },
      ...(authConfig === null ? {} : { authConfig }),
    },
  });
  api.documentServer.serve(path, { ok: true });
  return {
    id,
    path,
    check: () =>
      checkConnection({
        ref: { tenantId: home.id, connectionId: id },
        ports: {
          ...api.ports,
          clock,
          openGate: (tenantId) =>
            createUpstreamGate({
              ...api.ports,
              tenantId,
              store: api.ports.upstreams,
              clock,
              sleep: async () => {},
            }),
        },
      }),
    last: async () => (await api.ports.connections.get(home.id, id))?.lastCheck,
    rows: async (prefix: string) => {
      const items = await api.db.table.query({ partition: tenantPartition(home.id), prefix });
      return items.map((item) => JSON.stringify(item)).filter((text) => text.includes(id));
    },
  };
}

describe('the call of the night', () => {
  it('is made with the credential, audited and noted', async () => {
    const { id, path, check, last, rows } = await setup();
    await check();
    expect(api.documentServer.asked(path).headers).toMatchObject([{ 'x-key': KEY }]);
    expect(await last()).toMatchObject({ status: 'passed', operation: `GET ${path}` });
    const audits = (await rows('AUDIT#')).filter((text) => text.includes('connection.checked'));
    expect(audits).toHaveLength(1);
    expect(audits[0]).toContain('"userId":"system"');
    const { data } = (
      await api.callRoute({ operationId: 'getConnection', caller: home.owner, params: { id } })
    ).body;
    expect(data.lastCheck).toMatchObject({ status: 'passed', message: `GET ${path} answered 200.` });
    expect(JSON.stringify([await api.everything(), api.logged])).not.toContain(KEY);
  });

  it('tells of the first failure, and of no other until it works again', async () => {
    const { path, check, last, rows } = await setup();
    const told = async () =>
      (await rows('OUTBOX#')).filter((text) => text.includes('connection.check_failed')).length;
    api.documentServer.fail(path, 500);
    await check();
    await check();
    expect([(await last())?.status, await told()]).toEqual(['failed', 1]);
    api.documentServer.serve(path, {});
    await check();
    expect((await last())?.status).toBe('passed');
    api.documentServer.fail(path, 404);
    await check();
    expect([(await last())?.message, await told()]).toEqual([expect.stringContaining('does not have it'), 2]);
  });

  it.each([
    [401, 'failed'],
    [403, 'failed'],
    [302, 'skipped'],
    [400, 'skipped'],
    [429, 'skipped'],
  ])('an answer %i is %s', async (status, verdict) => {
    const { path, check, last } = await setup();
    api.documentServer.fail(path, status);
    await check();
    expect((await last())?.status).toBe(verdict);
  });

  it('is not made to an API that has nothing harmless, is switched off, or is gone', async () => {
    const writes = await setup({ method: 'post' });
    await writes.check();
    expect(await writes.last()).toMatchObject({ status: 'skipped' });
    const inactive = await setup();
    await home.make('patchConnection', { params: { id: inactive.id }, body: { status: 'inactive' } });
    await inactive.check();
    const gone = await setup();
    await home.make('deleteConnection', { params: { id: gone.id } });
    await gone.check();
    expect([writes, inactive, gone].map(({ path }) => api.documentServer.asked(path).all)).toEqual([0, 0, 0]);
    expect(await inactive.last()).toBeUndefined();
  });

  it('fails without a call where the credential is missing', async () => {
    const { path, check, last } = await setup({ authConfig: null });
    await check();
    expect(await last()).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('No credentials'),
    });
    expect(api.documentServer.asked(path).all).toBe(0);
  });
});
