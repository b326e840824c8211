import { bindingFor } from '../../../shared/domain/binding.ts';
import { buildRequest } from '../../../shared/engine/build-request.ts';
import { ingestDocument } from '../../../shared/openapi/ingest-document.ts';
import { catalogueOf, fixtureBytes, operationOf } from '../../support/read-fixture.ts';

test('a document by its content is read as it is', async () => {
  const content = new TextDecoder().decode(fixtureBytes('depot.json'));
  const result = await ingestDocument({ document: { source: content } });
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
