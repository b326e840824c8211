import { credentialContext } from '../../shared/domain/credential-context.ts';
import { startApi, type ApiUnderTest } from '../support/api-under-test.ts';
import { changesAmong, addMember, itemsOf, makeTenant, newItems, type Tenant } from '../support/tenants.ts';
import { aConnection, aCredentialedConnection } from '../support/route-fixtures.ts';

let api: ApiUnderTest;
let home: Tenant;
beforeAll(async () => {
  api = await startApi();
  home = await makeTenant(api);
});
afterAll(() => api.close());

const patch = (id: string, body: object, caller = home.owner) =>
  api.callRoute({ operationId: 'patchConnection', caller, params: { id }, body });
const put = (id: string, body: object) =>
  api.callRoute({ operationId: 'replaceConnection', caller: home.owner, params: { id }, body });
const stored = (id: string) => api.ports.connections.get(home.id, id);
const live = (id: string) => api.ports.credentials.getSealed(home.id, id);

async function secretOf(connectionId: string): Promise<unknown> {
  const sealed = (await live(connectionId))?.sealed;
  if (sealed === undefined) return undefined;
  const context = credentialContext({ tenantId: home.id, connectionId });
  return (await api.ports.vault.open(sealed, context)).reveal();
}

describe('PATCH', () => {
  test('changes what it names and nothing else', async () => {
    const id = await aCredentialedConnection(home);
    const before = await stored(id);
    const { status, body } = await patch(id, { name: 'Beasts', rateLimit: { requests: 5, perSeconds: 1 } });
    expect({ status, message: body.message }).toEqual({
      status: 200,
      message: 'API connection updated successfully',
    });
    const after = await stored(id);
    expect(after).toEqual({
      ...before,
      name: 'Beasts',
      rateLimit: { requests: 5, perSeconds: 1 },
      revision: (before?.revision ?? 0) + 1,
      updatedAt: after?.updatedAt,
    });
    expect(body.data).toMatchObject({ name: 'Beasts', rateLimit: { requests: 5, perSeconds: 1 } });
    await patch(id, { rateLimit: null });
    expect(await stored(id)).not.toHaveProperty('rateLimit');
  });

  test('that changes nothing writes nothing', async () => {
    const id = await aConnection(home);
    const before = await itemsOf(home);
    const { name } = (await stored(id)) ?? {};
    expect((await patch(id, { name })).status).toBe(200);
    expect((await patch(id, {})).status).toBe(200);
    expect(newItems(before, await itemsOf(home))).toEqual([]);
    expect((await stored(id))?.revision).toBe(1);
  });

  test('switches a connection off and on', async () => {
    const id = await aConnection(home);
    expect((await patch(id, { status: 'inactive' })).body.data.status).toBe('INACTIVE');
    expect((await patch(id, { status: 'Active' })).body.data.status).toBe('ACTIVE');
    expect((await patch(id, { status: 'error' })).status).toBe(422);
  });

  test('says that a changed document is read by a refresh', async () => {
    const id = await aConnection(home);
    const { body } = await patch(id, { documentationUrl: 'https://pets.example.com/openapi.json' });
    expect(body.message).toContain('POST /connections/{id}/refresh');
    expect(body.data.documentationUrl).toBe('https://pets.example.com/openapi.json');
    expect((await patch(id, { documentationUrl: null })).body.data).not.toHaveProperty('documentationUrl');
  });

  test.each([
    ['a private address', { baseUrl: 'http://169.254.169.254/x' }, 'EGRESS_REFUSED'],
    ['a private document', { documentationUrl: 'http://127.0.0.1:1/openapi.json' }, 'EGRESS_REFUSED'],
    ['credentials of another type', { authConfig: { token: 'a-token' } }, 'VALIDATION_ERROR'],
    ['credentials for none', { authType: 'none', authConfig: { token: 'a-token' } }, 'VALIDATION_ERROR'],
    ['no name', { name: ' ' }, 'VALIDATION_ERROR'],
    ['an address with a query', { baseUrl: 'https://api.example.com/?x=1' }, 'VALIDATION_ERROR'],
    ['a limit of nothing', { rateLimit: { requests: 0, perSeconds: 1 } }, 'VALIDATION_ERROR'],
  ])('refuses %s, and nothing is changed', async (_, body, code) => {
    const id = await aCredentialedConnection(home);
    const before = await itemsOf(home);
    expect((await patch(id, { name: 'Changed', ...body })).body).toMatchObject({ code });
    expect(newItems(before, await itemsOf(home))).toEqual([]);
    expect((await stored(id))?.revision).toBe(2);
  });

  test('of two at the same time one wins, and the other is told', async () => {
    const id = await aConnection(home);
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => patch(id, { name })));
    const won = answers.filter(({ status }) => status === 200);
    const lost = answers.filter(({ body }) => body.code === 'CONFLICT');
    expect(won.length + lost.length).toBe(3);
    expect((await stored(id))?.revision).toBe(1 + won.length);
  });
});

describe('a credential belongs to the address it was stored for', () => {
  const MOVES = [
    ['another host', { baseUrl: 'https://elsewhere.example.com/v1' }],
    ['another port', { baseUrl: 'https://pets.example.com:8443/v1' }],
    ['without encryption', { baseUrl: 'http://pets.example.com/v1' }],
    ['another way to authenticate', { authType: 'bearer' }],
    ['none', { authType: 'none' }],
  ] as const;

  test.each(MOVES)('%s: the stored one is out of use in the same transaction', async (_, body) => {
    const id = await aCredentialedConnection(home);
    const before = await itemsOf(home);
    const answer = await patch(id, body);
    expect(answer.body.message).toMatch(
      /stored credentials were for https:\/\/pets\.example\.com by api_key/,
    );
    expect(await live(id)).toBeUndefined();
    expect(await stored(id)).not.toHaveProperty('credentialId');
    const { audits, events } = changesAmong(newItems(before, await itemsOf(home)));
    expect(events).toEqual(['connection.updated', 'credential.deleted']);
    expect(audits).toHaveLength(1);
    expect(JSON.parse(String(audits[0]?.['details']))).toMatchObject({ credentials: 'deactivate' });
    const versions = (await itemsOf(home)).filter(({ sk }) => String(sk).startsWith(`CREDV#${id}`));
    expect(versions).toMatchObject([{ metadata: { isActive: false } }]);
  });

  test('another path of the same origin keeps it', async () => {
    const id = await aCredentialedConnection(home);
    const before = await live(id);
    const { body } = await patch(id, { baseUrl: 'https://pets.example.com/v2/' });
    expect(body).toMatchObject({
      message: 'API connection updated successfully',
      data: { baseUrl: 'https://pets.example.com/v2' },
    });
    expect(await live(id)).toEqual(before);
  });

  test('new ones in the same request are another credential', async () => {
    const id = await aCredentialedConnection(home);
    const before = await live(id);
    const body = { baseUrl: 'https://elsewhere.example.com', authConfig: { apiKey: 'the-new-key' } };
    const answer = await patch(id, body);
    expect(answer.body.message).toBe('API connection updated successfully');
    expect(await secretOf(id)).toEqual({ apiKey: 'the-new-key' });
    const after = await live(id);
    expect(after?.metadata.id).not.toBe(before?.metadata.id);
    expect((await stored(id))?.credentialId).toBe(after?.metadata.id);
    const versions = (await itemsOf(home)).filter(({ sk }) => String(sk).startsWith(`CREDV#${id}`));
    expect(versions.map(({ metadata }) => Object(metadata).isActive).toSorted()).toEqual([false, true]);
  });

  test('new ones for the same address are another version, where the key goes may change with them', async () => {
    const id = await aCredentialedConnection(home);
    const before = await live(id);
    await patch(id, { authConfig: { apiKey: 'the-new-key', headerName: 'X-New' } });
    const after = await live(id);
    expect(after?.metadata).toMatchObject({ id: before?.metadata.id, version: 2 });
    expect((await stored(id))?.auth).toEqual({ type: 'api_key', in: 'header', name: 'X-New' });
    await patch(id, { authConfig: { apiKey: 'the-third-key' } });
    expect((await stored(id))?.auth).toEqual({ type: 'api_key', in: 'header', name: 'X-New' });
    expect(JSON.stringify(await itemsOf(home))).not.toContain('the-third-key');
  });

  test('who may not store credentials may not do so here, but may move the connection', async () => {
    const id = await aCredentialedConnection(home);
    const editor = await addMember({ api, workspaces: { [home.id]: 'EDITOR' } });
    const moved = { baseUrl: 'https://elsewhere.example.com' };
    const refused = await patch(id, { ...moved, authConfig: { apiKey: 'their-own-key' } }, editor);
    expect(refused).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(await live(id)).toBeDefined();
    expect((await patch(id, moved, editor)).status).toBe(200);
    expect(await live(id)).toBeUndefined();
  });

  test('a type that the document describes puts the key where it says', async () => {
    const id = await aConnection(home);
    await patch(id, { authType: 'basic' });
    expect((await stored(id))?.auth).toEqual({ type: 'basic' });
    await patch(id, { authType: 'api_key' });
    expect((await stored(id))?.auth).toEqual({ type: 'api_key', in: 'header', name: 'X-Pets-Key' });
  });
});

describe('PUT', () => {
  test('resets what it leaves out; the endpoints, and credentials that still belong, stay', async () => {
    const id = await aCredentialedConnection(home);
    const all = { name: 'All', baseUrl: 'https://pets.example.com/v1', authType: 'api_key' };
    await put(id, {
      ...all,
      description: 'Long',
      documentationUrl: 'https://pets.example.com/openapi.json',
      status: 'inactive',
      rateLimit: { requests: 5, perSeconds: 1 },
    });
    const full = await stored(id);
    expect(full).toMatchObject({ description: 'Long', status: 'INACTIVE' });
    const { status, faults } = await put(id, all);
    expect({ status, faults }).toEqual({ status: 200, faults: [] });
    const reset = await stored(id);
    expect(reset).toMatchObject({ description: '', status: 'ACTIVE', specHash: full?.specHash });
    expect(reset).not.toHaveProperty('documentationUrl');
    expect(reset).not.toHaveProperty('rateLimit');
    expect(await secretOf(id)).toEqual({ apiKey: 'the-key-of-an-example' });
  });

  test('without a way to authenticate leaves none, as in a new connection', async () => {
    const id = await aCredentialedConnection(home);
    const { body } = await put(id, { name: 'Bare', baseUrl: 'https://pets.example.com/v1' });
    expect(body.data.authType).toBe('none');
    expect(body.message).toContain('out of use');
    expect(await live(id)).toBeUndefined();
  });

  test('needs what a connection cannot be without', async () => {
    const id = await aConnection(home);
    expect((await put(id, { name: 'Bare' })).status).toBe(422);
    expect((await put(id, { baseUrl: 'https://pets.example.com' })).status).toBe(422);
  });
});
