import { attemptIngestion } from '../../../functions/ingest/attempt-ingestion.ts';
import { DEFAULT_LIMITS } from '../../../shared/openapi/limits.ts';
import type { DocumentSource } from '../../../shared/ports.ts';
import { ingestionPorts } from '../../support/ingestion-ports.ts';
import { listen, type Listener } from '../../support/listener.ts';

const DOCUMENT = {
  openapi: '3.0.0',
  info: { title: 'Far', version: '1' },
  servers: [{ url: 'v1' }],
  paths: { '/a': { get: {} } },
};
/** More than is read while somebody waits. */
const LARGE = JSON.stringify({
  ...DOCUMENT,
  info: { ...DOCUMENT.info, description: 'x'.repeat(3 * 1024 * 1024) },
});

const attempt = (source: DocumentSource, ports: ReturnType<typeof ingestionPorts>) =>
  attemptIngestion({ tenantId: 'ws_1', source, ports });

describe('a document by its address', () => {
  let server: Listener;
  let ports: ReturnType<typeof ingestionPorts>;
  const serve = async (
    handle: Parameters<typeof listen>[0],
    more: Parameters<typeof ingestionPorts>[0] = {},
  ) => {
    server = await listen(handle);
    ports = ingestionPorts({ allow: [server.host], ...more });
  };
  afterEach(async () => {
    await ports.egress.close();
    await server.close();
  });

  test('is fetched once, and its relative servers resolve against where it was found', async () => {
    await serve((request, response) => {
      if (request.url === '/start') response.writeHead(302, { location: '/docs/spec.json' }).end();
      else response.setHeader('etag', '"7"').end(JSON.stringify(DOCUMENT));
    });
    const result = await attempt({ url: `${server.url}/start` }, ports);
    expect(result).toMatchObject({
      ok: true,
      title: 'Far',
      servers: [`${server.url}/docs/v1`],
      endpointCount: 1,
      validators: { etag: '"7"' },
    });
    expect(server.arrivals.map(({ path }) => path)).toEqual(['/start', '/docs/spec.json']);
  });

  test.each([
    [404, 'API_CONNECTION_FAILED', '404'],
    [500, 'API_CONNECTION_FAILED', '500'],
    [401, 'API_CONNECTION_FAILED', 'sign-in'],
    [204, 'API_CONNECTION_FAILED', '204'],
    [304, 'API_CONNECTION_FAILED', '304'],
  ])('that answers %d is refused as %s', async (status, code, word) => {
    await serve((_request, response) => response.writeHead(status).end());
    const result = await attempt({ url: `${server.url}/d.json?token=s3cret` }, ports);
    expect(result).toMatchObject({ ok: false, code, message: expect.stringContaining(word), problems: [] });
    expect(JSON.stringify(result)).not.toContain('s3cret');
  });

  test('that is larger than any that is read is refused', async () => {
    const limits = { ...DEFAULT_LIMITS, maxBytes: 1000 };
    await serve((_request, response) => response.end(' '.repeat(2000)), { limits });
    expect(await attempt({ url: server.url }, ports)).toMatchObject({
      ok: false,
      code: 'INVALID_DOCUMENT',
      message: expect.stringMatching(/larger than \d+ MB/),
    });
  });

  test('that is too large to wait for is left to a worker', async () => {
    await serve((_request, response) => response.end(LARGE));
    const source = { url: `${server.url}/large.json` };
    expect(await attempt(source, ports)).toEqual({ ok: 'later', source });
    expect(ports.bucket.objects.size).toBe(0);
  });

  test('that refers to other files is left to a worker', async () => {
    const paths = { '/a': { $ref: 'a.json' } };
    await serve((_request, response) => response.end(JSON.stringify({ ...DOCUMENT, paths })));
    const source = { url: `${server.url}/openapi.json` };
    expect(await attempt(source, ports)).toEqual({ ok: 'later', source });
    expect(server.arrivals).toHaveLength(1);
  });

  test('whose server takes too long is left to a worker', async () => {
    await serve(() => {});
    const source = { url: server.url };
    expect(await attempt(source, ports)).toEqual({ ok: 'later', source });
  });

  test('that nobody answers is refused', async () => {
    await serve(() => {});
    await server.close();
    expect(await attempt({ url: server.url }, ports)).toMatchObject({
      ok: false,
      code: 'API_CONNECTION_FAILED',
    });
  });

  test('that may not be called is refused', async () => {
    await serve(() => {});
    expect(await attempt({ url: 'http://169.254.169.254/latest' }, ports)).toMatchObject({
      ok: false,
      code: 'EGRESS_REFUSED',
    });
  });
});

describe('a document that came along', () => {
  test('is read at once, and nothing of it is kept but the catalogue', async () => {
    const ports = ingestionPorts();
    const result = await attempt({ content: JSON.stringify(DOCUMENT) }, ports);
    expect(result).toMatchObject({ ok: true, title: 'Far' });
    expect([...ports.bucket.objects.keys()].every((key) => key.startsWith('catalogues/ws_1/'))).toBe(true);
  });

  test('tells of what is wrong inside its schemas, as its catalogue does', async () => {
    const ports = ingestionPorts();
    const schema = { $ref: '#/components/schemas/Missing' };
    const body = { content: { 'application/json': { schema } } };
    const paths = { '/a': { post: { requestBody: body, responses: { '200': { description: 'ok' } } } } };
    const result = await attempt({ content: JSON.stringify({ ...DOCUMENT, paths }) }, ports);
    if (result.ok !== true) throw new Error('The document was not read.');
    expect(result.problems.map(({ code }) => code)).toEqual(['UNRESOLVED_REF', 'SERVER_RELATIVE']);
    expect(result.problemCount).toBe(2);
    const { problems } = await ports.catalogues.getIndex('ws_1', result.specHash);
    expect(problems).toEqual(result.problems);
  });

  test('and is too large to wait for is kept among the uploads, for a worker', async () => {
    const ports = ingestionPorts();
    const result = await attempt({ content: LARGE }, ports);
    expect(result).toEqual({ ok: 'later', source: { uploadId: expect.stringMatching(/^upl_/) } });
    const [[key, bytes] = ['', new Uint8Array()]] = ports.bucket.objects;
    expect(key).toMatch(/^uploads\/ws_1\/upl_/);
    expect(Buffer.from(bytes).toString()).toBe(LARGE);
  });
});

describe('an uploaded document', () => {
  const uploadId = 'upl_00000000000000000000000001';

  test('is read at once where it is small', async () => {
    const ports = ingestionPorts();
    await ports.uploads.keep('ws_1', uploadId, Buffer.from(JSON.stringify(DOCUMENT)));
    expect(await attempt({ uploadId }, ports)).toMatchObject({ ok: true, title: 'Far' });
  });

  test('is left to a worker where it is large, without being read', async () => {
    const ports = ingestionPorts();
    await ports.uploads.keep('ws_1', uploadId, Buffer.from(LARGE));
    expect(await attempt({ uploadId }, ports)).toEqual({ ok: 'later', source: { uploadId } });
    expect(ports.bucket.reads).toBe(0);
  });

  test('that is not there, or is of another workspace, is not there', async () => {
    const ports = ingestionPorts();
    await ports.uploads.keep('ws_2', uploadId, Buffer.from(JSON.stringify(DOCUMENT)));
    const foreign = await attempt({ uploadId }, ports);
    expect(foreign).toMatchObject({ ok: false, code: 'RESOURCE_NOT_FOUND' });
    expect(await attempt({ uploadId: 'upl_00000000000000000000000002' }, ports)).toEqual(foreign);
  });

  test('that is no OpenAPI document is refused with the place', async () => {
    const ports = ingestionPorts();
    await ports.uploads.keep('ws_1', uploadId, Buffer.from('<html>'));
    expect(await attempt({ uploadId }, ports)).toMatchObject({ ok: false, code: 'INVALID_DOCUMENT' });
  });
});
