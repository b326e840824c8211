import { EndpointInputs } from '../../../shared/api/endpoint-inputs.ts';
import { PRESET_CATEGORIES } from '../../../shared/domain/preset-category.ts';
import { PRESETS } from '../../../shared/presets/presets.ts';

const NAMED = [
  'Petstore',
  'HTTPBin',
  'JSONPlaceholder',
  'Stripe',
  'GitHub',
  'SendGrid',
  'Twilio',
  'Slack',
  'PayPal',
  'Salesforce',
  'HubSpot',
  'QuickBooks',
  'Xero',
  'Google Analytics',
  'Mixpanel',
];

test('there are more than fifty, in order, and those that everybody asks for', () => {
  expect(PRESETS.length).toBeGreaterThan(50);
  const names = PRESETS.map(({ name }) => name.toLowerCase());
  expect(names).toEqual(names.toSorted());
  for (const name of NAMED)
    expect(names.filter((one) => one.startsWith(name.toLowerCase())).length).toBeGreaterThan(0);
});

test('ids and names are unique, and no name is the id of another', () => {
  const keys = PRESETS.flatMap(({ id, name }) => [...new Set([id, name.toLowerCase()])]);
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
});

test('every category has one', () => {
  expect(new Set(PRESETS.map(({ category }) => category))).toEqual(new Set(PRESET_CATEGORIES));
});

describe.each(PRESETS.map((preset) => [preset.id, preset] as const))('%s', (id, preset) => {
  const { auth, baseUrl = '', variables = [], documentUrl, endpoints, oauth2 } = preset;

  test('has an id, one line of description, and either a document or endpoints', () => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(preset.description).toMatch(/^\S[^\n]{10,118}\.$/);
    expect([documentUrl, endpoints].filter((one) => one !== undefined)).toHaveLength(1);
    if (endpoints !== undefined) expect(baseUrl).not.toBe('');
  });

  test('names addresses that are https, whole and without credentials', () => {
    const filled = variables.reduce(
      (url, { name, example }) => url.replaceAll(`{${name}}`, example),
      baseUrl,
    );
    const urls = [
      preset.docsUrl,
      documentUrl,
      auth.credentialUrl,
      oauth2?.authorizationUrl,
      oauth2?.tokenUrl,
      filled === '' ? undefined : filled,
    ];
    for (const url of urls.filter((one) => one !== undefined)) {
      const { protocol, username, hostname } = new URL(url);
      expect([url, protocol, username]).toEqual([url, 'https:', '']);
      expect(hostname).toMatch(/^[a-z0-9.-]+\.[a-z]+$/);
    }
    expect(filled).not.toMatch(/[{}?#]|\/$/);
  });

  test('has the variables that its address names', () => {
    const named = [...baseUrl.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(variables.map(({ name }) => name).toSorted()).toEqual(named.toSorted());
  });

  test('says where to get a credential where one is needed', () => {
    const needsOne = auth.type !== 'none' && preset.category !== 'testing';
    expect(auth.credentialUrl !== undefined).toBe(needsOne);
    if (auth.type === 'api_key') expect(auth.name).toMatch(/^[A-Za-z0-9_-]+$/);
    if (auth.type === 'basic') expect(auth.hint).toMatch(/password|secret/);
  });

  test('holds no secret', () => {
    // Keys of the great vendors, and anything long and random; a commit that is pinned is neither.
    const text = JSON.stringify(preset).replace(/\/[0-9a-f]{40}\//g, '/');
    expect(text).not.toMatch(
      /\b(sk|rk|pk)_(live|test)_|xox[bp]-[0-9A-Za-z]|ghp_|AKIA|eyJ[A-Za-z0-9]|\bSG\.[\w-]/,
    );
    expect(text).not.toMatch(/(?=[A-Za-z]*\d)[A-Za-z0-9+]{32,}/);
  });

  test('has endpoints that could be sent by hand, as they stand', () => {
    if (endpoints === undefined) return;
    expect(EndpointInputs.parse(endpoints)).toEqual(endpoints);
    const ids = endpoints.map(({ operationId }) => operationId);
    expect(ids).toEqual([...new Set(ids)]);
  });
});
