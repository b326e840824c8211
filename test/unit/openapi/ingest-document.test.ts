import { bindingFor } from '../../../shared/domain/binding.ts';
import { buildRequest } from '../../../shared/engine/build-request.ts';
import { DEFAULT_LIMITS } from '../../../shared/openapi/limits.ts';
import { ingestDocument } from '../../../shared/openapi/ingest-document.ts';
import { egressWith } from '../../support/egress-under-test.ts';
import { listen } from '../../support/listener.ts';
import { catalogueOf, fixtureBytes, operationOf } from '../../support/read-fixture.ts';

const neverCalled = egressWith({});

describe('a document by its address', () => {
  test('is fetched once, and its relative servers resolve against where it was found', async () => {
    const document = {
      openapi: '3.0.0',
      info: { title: 'Far', version: '1' },
      servers: [{ url: 'v1' }],
      paths: { '/a': { get: {} } },
    };
    const server = await listen((request, response) => {
      if (request.url === '/start') response.writeHead(302, { location: '/docs/spec.json' }).end();
      else response.end(JSON.stringify(document));
    });
    const egress = egressWith({ allow: [server.host] });
    const result = await ingestDocument({ egress, source: { url: `${server.url}/start` } });
    expect(result).toMatchObject({
      ok: true,
      document: { title: 'Far', servers: [`${server.url}/docs/v1`] },
    });
    expect(server.arrivals.map(({ path }) => path)).toEqual(['/start', '/docs/spec.json']);
    await egress.close();
    await server.close();
  });

  test.each([
    [404, 'API_CONNECTION_FAILED', '404'],
    [500, 'API_CONNECTION_FAILED', '500'],
    [401, 'API_CONNECTION_FAILED', 'sign-in'],
    [204, 'API_CONNECTION_FAILED', '204'],
  ])('that answers %d is refused as %s', async (status, code, word) => {
    const server = await listen((_request, response) => response.writeHead(status).end());
    const egress = egressWith({ allow: [server.host] });
    const result = await ingestDocument({ egress, source: { url: `${server.url}/d.json?token=s3cret` } });
    expect(result).toMatchObject({ ok: false, code, message: expect.stringContaining(word), problems: [] });
    expect(JSON.stringify(result)).not.toContain('s3cret');
    await egress.close();
    await server.close();
  });

  test('that is too large is refused', async () => {
    const server = await listen((_request, response) => response.end(' '.repeat(2000)));
    const egress = egressWith({ allow: [server.host] });
    const limits = { ...DEFAULT_LIMITS, maxBytes: 1000 };
    const result = await ingestDocument({ egress, source: { url: server.url }, limits });
    expect(result).toMatchObject({ ok: false, code: 'API_CONNECTION_FAILED' });
    await egress.close();
    await server.close();
  });

  test('that may not be called is refused', async () => {
    const result = await ingestDocument({
      egress: neverCalled,
      source: { url: 'http://169.254.169.254/latest' },
    });
    expect(result).toMatchObject({ ok: false, code: 'EGRESS_REFUSED' });
  });

  test('that nobody answers is refused', async () => {
    const server = await listen();
    await server.close();
    const egress = egressWith({ allow: [server.host] });
    expect(await ingestDocument({ egress, source: { url: server.url } })).toMatchObject({
      ok: false,
      code: 'API_CONNECTION_FAILED',
    });
  });
});

test('a document by its content is read as it is', async () => {
  const content = new TextDecoder().decode(fixtureBytes('depot.json'));
  const result = await ingestDocument({ egress: neverCalled, source: { content } });
  expect(result).toMatchObject({
    ok: true,
    document: { title: 'Depot', specHash: catalogueOf(fixtureBytes('depot.json')).specHash },
  });
});

test('what is read can be called: styles reach the request', () => {
  const catalogue = catalogueOf(fixtureBytes('orchard.yaml'), 'https://files.orchard.example/d.yaml');
  const operation = operationOf(catalogue, 'GET /trees');
  const binding = bindingFor({
    operation,
    baseUrl: 'https://orchard.example/api',
    specHash: catalogue.specHash,
  });
  const values = { limit: 3, filter: { kind: 'pear' }, where: { age: [1, 2] }, session: 'abc' };
  const { url, headers } = buildRequest({ binding, method: 'GET', path: operation.path, values });
  expect(new URL(url).searchParams.get('where')).toBe('{"age":[1,2]}');
  expect(decodeURIComponent(url)).toContain('/api/trees?limit=3&filter[kind]=pear&where={"age":[1,2]}');
  expect(headers['cookie']).toBe('session=abc');
});
