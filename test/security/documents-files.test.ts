import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { OpenEgress } from '../../shared/egress/create-egress.ts';
import { FILE_LIMITS, loadFiles } from '../../shared/openapi/load-files.ts';
import { systemClock } from '../../shared/aws/clock.ts';
import { answering, withPaths } from '../support/documents/build.ts';
import { serveFiles, type FileServer } from '../support/documents/serve-files.ts';
import { egressWith } from '../support/egress-under-test.ts';
import { listen, type Listener } from '../support/listener.ts';
import { PRIVATE_HOSTS } from '../support/private-hosts.ts';
import { operationOf } from '../support/read-fixture.ts';

const BOMB = gzipSync(Buffer.alloc(64 * 1024 * 1024));

function* chunks(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(64 * 1024, ' ');
}

describe('references to private places connect to nothing', () => {
  let server: Listener;
  let egress: OpenEgress;
  beforeAll(async () => {
    server = await listen();
    egress = egressWith({ names: { 'innocent.example': ['127.0.0.1'] } });
  });
  afterAll(async () => {
    await egress.close();
    await server.close();
  });

  const port = () => new URL(server.url).port;
  const faultOf = async (ref: string) => {
    const document = {
      source: JSON.stringify(withPaths({ '/a': answering({ $ref: ref }) })),
      url: 'https://docs.example/openapi.json',
    };
    const files = await loadFiles({ document, egress, clock: systemClock });
    return [...files.values()];
  };

  test.each([...PRIVATE_HOSTS, ['a name that resolves to here', 'innocent.example'] as const])(
    '%s',
    async (_what, host) => {
      const [file, ...others] = await faultOf(`http://${host}:${port()}/file.json#/a`);
      // What is no URL at all is not even asked for.
      if (file !== undefined)
        expect(file).toMatchObject({ ok: false, code: expect.stringMatching(/REFUSED|UNREACHABLE/) });
      expect(others).toEqual([]);
      expect(server.connections()).toBe(0);
    },
  );

  test.each([
    'file:///etc/passwd',
    'FILE:///etc/passwd#/root',
    'file://localhost/etc/passwd',
    'ftp://innocent.example/x',
    'gopher://innocent.example/x',
    'data:application/json,{"type":"string"}',
    'javascript:1',
    'blob:https://innocent.example/1',
    'urn:x:y',
    'C:\\windows\\win.ini',
    'https://user:word@innocent.example/x',
    'https://innocent.example:22/x',
  ])('%s', async (ref) => {
    expect(await faultOf(ref)).toMatchObject([{ ok: false, code: 'EXTERNAL_REF_REFUSED' }]);
    expect(server.connections()).toBe(0);
  });
});

describe('files that are not what they seem are left out, and the operations stay', () => {
  let server: FileServer;
  afterEach(() => server.close());

  const hang = (_request: IncomingMessage, response: ServerResponse): void => void response.write('{');
  const answer =
    (status: number, headers: Record<string, string> = {}) =>
    (_request: IncomingMessage, response: ServerResponse): void =>
      void response.writeHead(status, headers).end('{}');
  const endless = (_request: IncomingMessage, response: ServerResponse): void =>
    void Readable.from(chunks()).pipe(response);
  const bomb = (_request: IncomingMessage, response: ServerResponse): void =>
    void response.writeHead(200, { 'content-encoding': 'gzip' }).end(BOMB);

  test.each<[string, Parameters<typeof serveFiles>[0][string], string]>([
    ['nothing', '', 'UNREADABLE'],
    ['half of it', '{"type": "obj', 'UNREADABLE'],
    ['a page', '<!doctype html><p>x', 'UNREADABLE'],
    ['an image', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0xff]), 'UNREADABLE'],
    ['a list', '[]', 'UNREADABLE'],
    ['YAML 10,000 deep', `a: ${'['.repeat(10_000)}`, 'UNREADABLE'],
    ['401', answer(401), 'UNREACHABLE'],
    ['404', answer(404), 'UNREACHABLE'],
    ['429', answer(429), 'UNREACHABLE'],
    ['500', answer(500), 'UNREACHABLE'],
    ['204', answer(204), 'UNREACHABLE'],
    ['redirects for ever', answer(302, { location: '/api/x.json' }), 'UNREACHABLE'],
    ['a redirect to a private place', answer(302, { location: 'http://169.254.169.254/latest' }), 'REFUSED'],
    ['a redirect to a file', answer(302, { location: 'file:///etc/passwd' }), 'REFUSED'],
    ['a server that hangs', hang, 'UNREACHABLE'],
    ['a gzip bomb', bomb, 'LIMIT'],
    ['an answer without end', endless, 'LIMIT'],
  ])('%s', async (_what, file, code) => {
    server = await serveFiles({ '/api/x.json': file });
    const before = process.memoryUsage.rss();
    const document = withPaths({ '/a': answering({ properties: { x: { $ref: 'x.json' } } }) });
    const catalogue = await server.read(document, { fileLimits: { timeoutMs: 3000, maxBytes: 1_000_000 } });
    expect(catalogue.problems).toEqual([
      expect.objectContaining({
        code: `EXTERNAL_REF_${code}`,
        message: expect.stringMatching(/\.$/),
        pointer: '/paths/~1a/get/responses/200/content/application~1json/schema/properties/x',
      }),
    ]);
    expect(operationOf(catalogue, 'GET /a').responses['200']?.schema).toHaveProperty('properties.x');
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 1024 * 1024);
  });
});

describe('files without end are bounded', () => {
  let server: FileServer;
  afterEach(() => server.close());
  const refTo = (name: string) => ({ properties: { next: { $ref: name } } });
  const schemaOf = (refs: readonly string[]) => ({
    properties: Object.fromEntries(refs.map((ref, at) => [`p${at}`, { $ref: ref }])),
  });

  test('more files than are fetched', async () => {
    const names = Array.from({ length: 300 }, (_, at) => `f${at}.json`);
    server = await serveFiles(Object.fromEntries(names.map((name) => [`/api/${name}`, { type: 'string' }])));
    const catalogue = await server.read(withPaths({ '/a': answering(schemaOf(names)) }));
    expect(server.arrivals).toHaveLength(FILE_LIMITS.maxFiles);
    expect(catalogue.problems.map(({ code }) => code)).toContain('EXTERNAL_REF_LIMIT');
  });

  test('each file leads to another', async () => {
    const names = Array.from({ length: 50 }, (_, at) => `f${at}.json`);
    server = await serveFiles(
      Object.fromEntries(names.map((name, at) => [`/api/${name}`, refTo(`f${at + 1}.json`)])),
    );
    const catalogue = await server.read(withPaths({ '/a': answering({ $ref: 'f0.json' }) }));
    expect(server.arrivals).toHaveLength(FILE_LIMITS.maxDepth);
    expect(catalogue.problems).toEqual([
      expect.objectContaining({ code: 'EXTERNAL_REF_LIMIT', message: expect.stringContaining('away') }),
    ]);
  });

  test('more bytes than are read', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `f${at}.json`);
    const file = { type: 'string', 'x-ballast': 'x'.repeat(100_000) };
    server = await serveFiles(Object.fromEntries(names.map((name) => [`/api/${name}`, file])));
    const catalogue = await server.read(withPaths({ '/a': answering(schemaOf(names)) }), {
      fileLimits: { maxBytes: 500_000 },
    });
    expect(catalogue.problems.length).toBeGreaterThan(10);
    expect(new Set(catalogue.problems.map(({ code }) => code))).toEqual(new Set(['EXTERNAL_REF_LIMIT']));
  });

  test('files that hold one another', async () => {
    server = await serveFiles({
      '/api/a.json': { ...refTo('b.json'), allOf: [{ $ref: 'b.json' }, { $ref: 'openapi.json#/x-all' }] },
      '/api/b.json': { ...refTo('a.json'), anyOf: [{ $ref: 'a.json' }, { $ref: '#' }] },
      '/api/c.json': { $ref: 'd.json' },
      '/api/d.json': { $ref: 'c.json' },
    });
    const document = {
      ...withPaths({ '/a': answering({ $ref: 'a.json' }), '/c': answering({ $ref: 'c.json' }) }),
      'x-all': { oneOf: [{ $ref: 'a.json' }, { $ref: '#/x-all' }] },
    };
    const catalogue = await server.read(document);
    expect(server.arrivals).toHaveLength(4);
    expect(catalogue.problems.map(({ code }) => code)).toEqual(['CIRCULAR_REF']);
    expect(JSON.stringify(catalogue.operations).length).toBeLessThan(20_000);
  });

  test('10^20 schemas over many files', async () => {
    const names = Array.from({ length: 10 }, (_, at) => `f${at}.json`);
    const fanOut = (next: string) =>
      schemaOf(Array.from({ length: 100 }, (_, at) => `${next}#/properties/p${at}`));
    server = await serveFiles(
      Object.fromEntries(
        names.map((name, at) => [`/api/${name}`, at === 9 ? { properties: {} } : fanOut(`f${at + 1}.json`)]),
      ),
    );
    const catalogue = await server.read(withPaths({ '/a': answering({ $ref: 'f0.json' }) }));
    expect(JSON.stringify(catalogue.operations).length).toBeLessThan(20_000);
    expect(JSON.stringify(catalogue.problems).length).toBeLessThan(100_000);
  });

  test('an alias bomb in a file', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, at) => `l${at + 1}: &l${at + 1} {allOf: [${Array(10).fill(`*l${at}`).join(', ')}]}`,
    );
    server = await serveFiles({ '/api/x.yaml': `l0: &l0 {type: string}\n${levels.join('\n')}\n` });
    const catalogue = await server.read(withPaths({ '/a': answering({ $ref: 'x.yaml#/l12' }) }));
    expect(JSON.stringify(catalogue.operations).length).toBeLessThan(20_000);
  });

  test('names that reach prototypes', async () => {
    server = await serveFiles({
      '/api/x.json': '{"__proto__":{"polluted":true,"$ref":"y.json"},"constructor":{"type":"string"}}',
    });
    await server.read(
      withPaths({
        '/a': answering({ $ref: 'x.json#/__proto__' }),
        '/b': answering({ $ref: 'x.json#/toString' }),
      }),
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
