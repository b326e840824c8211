import type { CatalogueDiff } from '../../../shared/domain/catalogue-diff.ts';
import { catalogueOf, diffDocuments, versionOf } from '../../support/catalogue-versions.ts';
import { diffCatalogues } from '../../../shared/openapi/diff/diff-catalogues.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ 'application/json': { schema } });

const GET = {
  operationId: 'findThings',
  parameters: [
    { name: 'limit', in: 'query', schema: { type: 'integer' } },
    { name: 'tags', in: 'query', schema: { type: 'array', items: text } },
  ],
  responses: { 200: { description: 'Found.', content: json({ type: 'array', items: text }) } },
};
const BODY = { type: 'object', required: ['name'], properties: { name: text, note: text } };
const POST = {
  operationId: 'addThing',
  requestBody: { content: json(BODY) },
  responses: { 201: { description: 'Added.', content: json(BODY) }, 404: { description: 'No.' } },
};
const SCHEMES = {
  key: { type: 'apiKey', in: 'header', name: 'X-Key' },
  token: { type: 'http', scheme: 'bearer' },
};

function document(paths: object, rest: object = {}): object {
  return {
    openapi: '3.0.3',
    info: { title: 'T', version: '1' },
    components: { securitySchemes: SCHEMES },
    paths,
    ...rest,
  };
}

const things = (get: object, post: object = POST) => document({ '/things': { get, post } });
const limit = (change: object) => [{ ...GET.parameters[0], ...change }, GET.parameters[1]];
const body = (change: object) => ({ requestBody: { content: json({ ...BODY, ...change }) } });
const answer = (change: object) => ({
  responses: { ...POST.responses, 201: { description: '', content: json({ ...BODY, ...change }) } },
});

const BEFORE = things(GET);

/** What is told of the only operation that changed. */
const CASES: readonly (readonly [name: string, after: object, told: readonly string[]])[] = [
  ['nothing', BEFORE, []],
  ['texts', things({ ...GET, summary: 'New', tags: ['new'], operationId: 'other' }), []],
  [
    'an optional parameter',
    things({ ...GET, parameters: [...GET.parameters, { name: 'page', in: 'query' }] }),
    ['request-parameter-added-optional query.page'],
  ],
  [
    'a required parameter',
    things({ ...GET, parameters: [...GET.parameters, { name: 'X-Trace', in: 'header', required: true }] }),
    ['request-parameter-added-required! header.X-Trace'],
  ],
  [
    'a required parameter that the API fills in',
    things({
      ...GET,
      parameters: [
        ...GET.parameters,
        { name: 'v', in: 'query', required: true, schema: { type: 'integer', default: 2 } },
      ],
    }),
    ['request-parameter-added-optional query.v'],
  ],
  [
    'a header of the transport',
    things({ ...GET, parameters: [...GET.parameters, { name: 'Accept', in: 'header', required: true }] }),
    [],
  ],
  [
    'a parameter made required',
    things({ ...GET, parameters: limit({ required: true }) }),
    ['request-parameter-became-required! query.limit'],
  ],
  [
    'a parameter removed',
    things({ ...GET, parameters: GET.parameters.slice(1) }),
    ['request-parameter-removed! query.limit'],
  ],
  [
    'a parameter moved',
    things({ ...GET, parameters: limit({ in: 'header' }) }),
    ['request-parameter-moved! query.limit'],
  ],
  [
    'a number that is a text now, where all is text',
    things({ ...GET, parameters: limit({ schema: text }) }),
    ['request-parameter-type-widened query.limit'],
  ],
  [
    'a list written in another way',
    things({ ...GET, parameters: [GET.parameters[0], { ...GET.parameters[1], explode: false }] }),
    ['request-parameter-style-changed! query.tags'],
  ],
  [
    'a default of style that is written out',
    things({
      ...GET,
      parameters: [GET.parameters[0], { ...GET.parameters[1], style: 'form', explode: true }],
    }),
    [],
  ],
  [
    'a body that is required',
    things(GET, { ...POST, requestBody: { ...POST.requestBody, required: true } }),
    ['request-body-became-required! body'],
  ],
  ['a body gone', things(GET, { ...POST, requestBody: undefined }), ['request-body-removed! body']],
  [
    'a body of another type',
    things(GET, { ...POST, requestBody: { content: { 'multipart/form-data': { schema: BODY } } } }),
    ['request-body-media-type-changed! body'],
  ],
  [
    'a required field',
    things(GET, { ...POST, ...body({ required: ['name', 'note'] }) }),
    ['request-property-became-required! body.note'],
  ],
  [
    'a new required field',
    things(GET, {
      ...POST,
      ...body({ required: ['name', 'kind'], properties: { ...BODY.properties, kind: text } }),
    }),
    ['request-property-added-required! body.kind'],
  ],
  [
    'a new required field that is read-only',
    things(GET, {
      ...POST,
      ...body({
        required: ['name', 'id'],
        properties: { ...BODY.properties, id: { ...text, readOnly: true } },
      }),
    }),
    [],
  ],
  [
    'a field gone',
    things(GET, { ...POST, ...body({ properties: { name: text } }) }),
    ['request-property-removed! body.note'],
  ],
  [
    'other members refused',
    things(GET, { ...POST, ...body({ additionalProperties: false }) }),
    ['request-body-other-members-refused! body'],
  ],
  [
    'a field gone from the answer',
    things(GET, { ...POST, ...answer({ properties: { name: text } }) }),
    ['response-property-removed! response.201.note'],
  ],
  [
    'a field that may be missing',
    things(GET, { ...POST, ...answer({ required: [] }) }),
    ['response-property-became-optional! response.201.name'],
  ],
  [
    'a new field in the answer',
    things(GET, { ...POST, ...answer({ properties: { ...BODY.properties, id: text } }) }),
    ['response-property-added-optional response.201.id'],
  ],
  [
    'another success',
    things(GET, {
      ...POST,
      responses: {
        200: { description: '', content: json({ type: 'object', properties: { name: text } }) },
        404: { description: '' },
      },
    }),
    [
      'response-property-became-optional! response.200.name',
      'response-property-removed! response.200.note',
      'response-success-status-removed! response.201',
      'response-status-added response.200',
    ],
  ],
  [
    'an error gone',
    things(GET, { ...POST, responses: { 201: POST.responses[201] } }),
    ['response-status-removed response.404'],
  ],
  [
    'an answer without a body',
    things({ ...GET, responses: { 200: { description: '' } } }),
    ['response-body-removed! response.200'],
  ],
  ['deprecation', things({ ...GET, deprecated: true }), ['operation-deprecated ']],
  ['a credential', things({ ...GET, security: [{ key: [] }] }), ['security-added! security']],
  [
    'a server of its own',
    things({ ...GET, servers: [{ url: 'https://other.example.com' }] }),
    ['base-url-changed! servers'],
  ],
];

test.each(CASES)('%s', async (_, after, expected) => {
  const diff = await diffDocuments(BEFORE, after);
  expect(told(diff)).toEqual(expected);
  expect([diff.added, diff.removed, diff.general]).toEqual([[], [], []]);
});

test('a credential that is another, one more, none, or only named otherwise', async () => {
  const secured = (security: object[], schemes: object = SCHEMES) =>
    document({ '/a': { get: { ...GET, security } } }, { components: { securitySchemes: schemes } });
  const from = secured([{ key: [] }]);
  expect(told(await diffDocuments(from, secured([{ token: [] }])))).toEqual(['security-changed! security']);
  expect(told(await diffDocuments(from, secured([{ key: [] }, { token: [] }])))).toEqual([
    'security-alternative-added security',
  ]);
  expect(told(await diffDocuments(from, secured([])))).toEqual(['security-removed security']);
  expect(told(await diffDocuments(from, secured([{ renamed: [] }], { renamed: SCHEMES.key })))).toEqual([]);
  const moved = await diffDocuments(from, secured([{ key: [] }], { key: { ...SCHEMES.key, in: 'query' } }));
  expect(moved.general.map(({ code, breaking }) => [code, breaking])).toEqual([
    ['security-scheme-changed', true],
  ]);
});

test('another server is told once, with what it means for the credential', async () => {
  const at = (...urls: string[]) =>
    document({ '/a': { get: GET } }, { servers: urls.map((url) => ({ url })) });
  const codes = async (after: object) =>
    (await diffDocuments(at('https://api.example.com/v1'), after)).general.map(({ code }) => code);
  expect(await codes(at('https://evil.example.net/v1'))).toEqual(['base-url-changed']);
  expect(await codes(at('https://api.example.com/v2'))).toEqual(['base-path-changed']);
  expect(await codes(at('https://new.example.com', 'https://api.example.com/v1'))).toEqual([]);
  const { general } = await diffDocuments(at('https://a.example.com'), at('https://b.example.com'));
  expect(general[0]?.sentence).toContain('Calls stay where they go');
});

test('an operation that came, one that went, and one that moved under its operationId', async () => {
  const before = document({ '/a': { get: GET }, '/old': { get: { ...GET, operationId: 'kept' } } });
  const after = document({
    '/b': { get: { ...GET, operationId: 'fresh' } },
    '/new': { get: { ...GET, operationId: 'kept' } },
  });
  const { added, removed, changed } = await diffDocuments(before, after);
  expect(added.map(({ path, movedFrom }) => [path, movedFrom?.path])).toEqual([
    ['/b', undefined],
    ['/new', '/old'],
  ]);
  expect(removed.map(({ path, movedTo }) => [path, movedTo?.path])).toEqual([
    ['/a', undefined],
    ['/old', '/new'],
  ]);
  expect(changed).toEqual([]);
});

test('a path whose parameter has another name is the same path', async () => {
  const at = (name: string) => ({
    get: { ...GET, parameters: [{ name, in: 'path', required: true, schema: text }] },
  });
  const diff = await diffDocuments(
    document({ '/a/{id}': at('id') }),
    document({ '/a/{thingId}': at('thingId') }),
  );
  expect([diff.added, diff.removed]).toEqual([[], []]);
  expect(diff.changed).toMatchObject([{ path: '/a/{thingId}', pathBefore: '/a/{id}', breaking: false }]);
  expect(told(diff)).toEqual(['request-parameter-renamed path.thingId']);
});

test('operations that are equal are not read, whatever else changed', async () => {
  const [before, after] = [
    versionOf(catalogueOf(BEFORE)),
    versionOf(catalogueOf(things({ ...GET, deprecated: true }))),
  ];
  await diffCatalogues({ before, after });
  expect([before.reads.length, after.reads.length]).toEqual([1, 1]);
});

function told({ changed }: CatalogueDiff): readonly string[] {
  expect(changed.length).toBeLessThanOrEqual(1);
  return changed.flatMap(({ reasons, breaking }) => {
    expect(breaking).toBe(reasons.some((reason) => reason.breaking));
    return reasons.map(({ code, breaking: breaks, location }) => `${code}${breaks ? '!' : ''} ${location}`);
  });
}
