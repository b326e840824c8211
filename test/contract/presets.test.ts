import { PRESETS } from '../../shared/presets/presets.ts';
import { startApi, type ApiUnderTest } from '../support/api-under-test.ts';
import { itemsOf, makeTenant, newItems, type Tenant } from '../support/tenants.ts';
import { petsDocument } from '../support/route-fixtures.ts';

let api: ApiUnderTest;
let home: Tenant;
beforeAll(async () => {
  api = await startApi();
  home = await makeTenant(api);
});
afterAll(() => api.close());

const list = async (query = {}) =>
  (await api.callRoute({ operationId: 'listPresets', caller: home.owner, query })).body.data;
const create = (body: object) => api.callRoute({ operationId: 'createConnection', caller: home.owner, body });
/** In place of the vendor's, which is on the network. */
const document = { content: petsDocument() };

describe('the list', () => {
  test('has all of them, in pages', async () => {
    const first = await list({ limit: '100' });
    expect(first.presets.map(({ id }: { id: string }) => id)).toEqual(PRESETS.map(({ id }) => id));
    const second = await list({ page: '2', limit: '10' });
    expect(second.presets[0].id).toBe(PRESETS[10]?.id);
    expect(second.pagination).toMatchObject({ page: 2, total: PRESETS.length });
  });

  test('is filtered by category and by what is said of them', async () => {
    const { presets, categories } = await list({ category: 'payments', search: 'PAYMENT' });
    expect(presets).toContainEqual({
      id: 'stripe',
      name: 'Stripe',
      category: 'payments',
      description: expect.any(String),
      docsUrl: expect.any(String),
      documentUrl: expect.stringContaining('stripe/openapi'),
      baseUrl: null,
      variables: [],
      authType: 'bearer',
      placement: { type: 'bearer' },
      credentialUrl: 'https://dashboard.stripe.com/apikeys',
      credentialHint: expect.any(String),
      oauth2: null,
    });
    expect(new Set(presets.map((one: { category: string }) => one.category))).toEqual(new Set(['payments']));
    expect(categories.map((one: { name: string }) => one.name)).toContain('accounting');
    expect((await list({ search: 'no such thing' })).presets).toEqual([]);
  });

  test('refuses a category that there is not', async () => {
    const query = { category: 'weather' };
    const { status } = await api.callRoute({ operationId: 'listPresets', caller: home.owner, query });
    expect(status).toBe(422);
  });
});

describe('connecting by name', () => {
  test('takes what the preset says', async () => {
    const { status, body, faults } = await create({ preset: 'jsonplaceholder' });
    expect({ status, faults }).toEqual({ status: 201, faults: [] });
    expect(body.data).toMatchObject({
      name: 'JSONPlaceholder',
      baseUrl: 'https://jsonplaceholder.typicode.com',
      authType: 'none',
      ingestionStatus: 'SUCCEEDED',
      endpointCount: 30,
      problems: [],
    });
    expect(body.data.description).toMatch(/made up/);
  });

  test('puts an API key where the preset says, not where the document does', async () => {
    const { body } = await create({
      preset: 'NASA Picture of the Day',
      document,
      authConfig: { apiKey: 'k' },
    });
    expect(body.data).toMatchObject({ authType: 'api_key', baseUrl: 'https://api.nasa.gov/planetary' });
    const { auth } = (await api.ports.connections.get(home.id, body.data.id)) ?? {};
    expect(auth).toEqual({ type: 'api_key', in: 'query', name: 'api_key' });
  });

  test('keeps what the person gave', async () => {
    const given = {
      name: 'Our shop',
      description: 'Sales',
      baseUrl: 'https://shop.example.com',
      authType: 'api_key',
    };
    const authConfig = { apiKey: 'k', headerName: 'X-Shop' };
    const { body } = await create({ preset: 'stripe', document, ...given, authConfig });
    expect(body.data).toMatchObject(given);
    const { auth } = (await api.ports.connections.get(home.id, body.data.id)) ?? {};
    expect(auth).toEqual({ type: 'api_key', in: 'header', name: 'X-Shop' });
  });

  test('fills in the variables of the address', async () => {
    const { body } = await create({
      preset: 'salesforce',
      variables: { domain: 'acme' },
      authConfig: { token: 't' },
    });
    expect(body.data).toMatchObject({
      baseUrl: 'https://acme.my.salesforce.com/services/data/v62.0',
      endpointCount: 9,
    });
  });

  test.each([
    ['a preset that there is not', { preset: 'nobody' }, 'body.preset'],
    ['a variable that is missing', { preset: 'jira' }, 'body.variables.site'],
    ['a variable that it has not', { preset: 'slack', variables: { shop: 'a' } }, 'body.variables.shop'],
    ['a host in disguise', { preset: 'jira', variables: { site: 'evil.example/?' } }, 'body.variables.site'],
    ['a user in disguise', { preset: 'jira', variables: { site: 'me@evil' } }, 'body.variables.site'],
    ['a way up', { preset: 'quickbooks', variables: { companyId: '..' } }, 'body.variables.companyId'],
    ['credentials of another kind', { preset: 'twilio', authConfig: { token: 't' } }, 'body.authConfig'],
    [
      'variables of no preset',
      { name: 'A', baseUrl: 'https://a.example.com', variables: { a: 'b' } },
      'variables',
    ],
    ['neither name nor preset', { baseUrl: 'https://a.example.com' }, 'name'],
    ['a prototype', { preset: 'jira', variables: { toString: 'a' } }, 'body.variables.toString'],
  ])('refuses %s', async (_, body, place) => {
    const before = await itemsOf(home);
    const { status, body: answer } = await create(body);
    expect({ status, code: answer.code }).toEqual({ status: 422, code: 'VALIDATION_ERROR' });
    expect(JSON.stringify(answer.details)).toContain(place);
    expect(newItems(before, await itemsOf(home))).toEqual([]);
  });

  test('a value never leaves the host that the preset names, wherever it is a part of one', async () => {
    for (const { id, baseUrl = '', variables = [] } of PRESETS) {
      if (variables.length === 0) continue;
      const values = Object.fromEntries(variables.map(({ name }) => [name, 'evil.example.com']));
      const { status, body } = await create({ preset: id, document, variables: values });
      const suffix = new URL(baseUrl.replaceAll(/\{\w+\}/g, 'x')).hostname.replace(/^x/, '');
      expect([id, status]).toEqual([id, 201]);
      expect(new URL(body.data.baseUrl).hostname.endsWith(suffix)).toBe(true);
    }
  });
});
