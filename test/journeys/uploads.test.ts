import { request } from 'undici';
import { call, until } from '../support/api-client.ts';
import { bootLaptop } from '../support/boot-laptop.ts';
import { testId } from '../support/changes.ts';
import { documentOf } from '../support/documents/lamps.ts';
import { newPerson, type Person } from '../support/people.ts';

/** More than is read while somebody waits, and more than a request may hold. */
const MULTI_MEGABYTE = 12 * 1024 * 1024;

let laptop: Awaited<ReturnType<typeof bootLaptop>>;
let person: Person;

beforeAll(async () => {
  laptop = await bootLaptop({ flags: ['--no-demo'] });
  person = await newPerson('Hedy', laptop.url);
}, 120_000);
afterAll(() => laptop.close());

const api = (method: string, path: string, body?: unknown, token = person.token) =>
  call(method, path, { token, ...(body === undefined ? {} : { body }) }, laptop.url);

const settled = (id: string) =>
  until(async () => {
    const connection = (await api('GET', `/connections/${id}`)).body.data;
    return ['SUCCEEDED', 'FAILED'].includes(connection.ingestionStatus) ? connection : undefined;
  }, 60_000);

/** Announces an upload and puts the bytes where the answer says. */
async function upload(content: string) {
  const bytes = Buffer.from(content);
  const opened = await api('POST', '/connections/uploads', { sizeBytes: bytes.length });
  expect(opened.status).toBe(201);
  const { uploadId, url, method, headers } = opened.body.data;
  const put = await request(url, { method, headers, body: bytes });
  await put.body.dump();
  return { uploadId, status: put.statusCode, url };
}

describe('an uploaded document', () => {
  test('of many megabytes becomes a catalogue in the background', async () => {
    const { uploadId, status } = await upload(documentOf({ operations: 40, filler: MULTI_MEGABYTE }));
    expect(status).toBe(200);
    const created = await api('POST', '/connections', { name: 'Large', document: { uploadId } });
    expect(created).toMatchObject({
      status: 201,
      body: { data: { ingestionStatus: 'QUEUED', baseUrl: '' } },
    });
    expect(await settled(created.body.data.id)).toMatchObject({
      ingestionStatus: 'SUCCEEDED',
      ingestion: { operations: 40 },
      baseUrl: 'https://lamps.example.com',
      description: expect.stringMatching(/^x+/),
    });
  });

  test('that is small is read at once', async () => {
    const { uploadId } = await upload(documentOf());
    const created = await api('POST', '/connections', { name: 'Small', document: { uploadId } });
    expect(created.body.data).toMatchObject({ ingestionStatus: 'SUCCEEDED', endpointCount: 2 });
  });

  test('that is no OpenAPI document is refused, or fails in the background, with the reason', async () => {
    const small = await upload('<html>not a document</html>');
    const refused = await api('POST', '/connections', {
      name: 'Page',
      document: { uploadId: small.uploadId },
    });
    expect(refused).toMatchObject({ status: 422, body: { code: 'INVALID_DOCUMENT' } });

    const large = await upload(JSON.stringify({ holiday: 'x'.repeat(MULTI_MEGABYTE) }));
    const created = await api('POST', '/connections', {
      name: 'Photos',
      document: { uploadId: large.uploadId },
    });
    expect(created.body.data.ingestionStatus).toBe('QUEUED');
    expect(await settled(created.body.data.id)).toMatchObject({
      status: 'ERROR',
      ingestionStatus: 'FAILED',
      ingestion: { message: expect.stringContaining('version') },
      problems: [expect.objectContaining({ code: 'INVALID_DOCUMENT' }), expect.anything()],
    });
  });

  test('may come from a page of an allowed origin, and from no other', async () => {
    const document = documentOf();
    const opened = await api('POST', '/connections/uploads', { sizeBytes: Buffer.byteLength(document) });
    const { url, uploadId } = opened.body.data;
    const from = (origin: string) => async (method: 'PUT' | 'OPTIONS', headers: Record<string, string>) => {
      const body = method === 'PUT' ? document : null;
      const answer = await request(url, { method, headers: { origin, ...headers }, body });
      await answer.body.dump();
      return { status: answer.statusCode, allowed: answer.headers['access-control-allow-origin'] };
    };
    const asked = {
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type',
    };
    const page = from('http://localhost:4000');
    expect(await page('OPTIONS', asked)).toEqual({ status: 200, allowed: 'http://localhost:4000' });
    expect(await page('OPTIONS', { ...asked, 'access-control-request-method': 'DELETE' })).toEqual({
      status: 403,
    });
    const foreign = from('https://elsewhere.example');
    expect(await foreign('OPTIONS', asked)).toEqual({ status: 403 });
    const put = await page('PUT', { 'content-type': 'application/json' });
    expect(put).toEqual({ status: 200, allowed: 'http://localhost:4000' });
    const created = await api('POST', '/connections', { name: 'From a page', document: { uploadId } });
    expect(created.body.data).toMatchObject({ ingestionStatus: 'SUCCEEDED' });
    // A refusal can be read by the page as well, so that it can say what went wrong.
    const refused = await request(url, {
      method: 'PUT',
      headers: { origin: 'http://localhost:4000' },
      body: 'x',
    });
    expect(refused).toMatchObject({
      statusCode: 403,
      headers: { 'access-control-allow-origin': 'http://localhost:4000' },
    });
    await refused.body.dump();
  });

  test('must have the size that was announced, in the place that was given', async () => {
    const opened = await api('POST', '/connections/uploads', { sizeBytes: 10 });
    const { url, uploadId } = opened.body.data;
    const other = await request(url, { method: 'PUT', body: documentOf() });
    expect(other.statusCode).toBe(403);
    await other.body.dump();
    const elsewhere = await request(url.replace(uploadId, testId('upl')), {
      method: 'PUT',
      body: '0123456789',
    });
    expect(elsewhere.statusCode).toBe(403);
    await elsewhere.body.dump();
    const tooLarge = await api('POST', '/connections/uploads', { sizeBytes: 50 * 1024 * 1024 + 1 });
    expect(tooLarge).toMatchObject({ status: 422, body: { code: 'VALIDATION_ERROR' } });
  });

  test('of another workspace is not there', async () => {
    const { uploadId } = await upload(documentOf());
    const stranger = await newPerson('Eve', laptop.url);
    const body = (id: string) => ({ name: 'Theirs', document: { uploadId: id } });
    const foreign = await api('POST', '/connections', body(uploadId), stranger.token);
    const absent = await api('POST', '/connections', body(testId('upl')), stranger.token);
    expect(foreign).toMatchObject({ status: 404, body: { code: 'RESOURCE_NOT_FOUND' } });
    const shape = (answer: typeof foreign) => ({ ...answer.body, requestId: '', timestamp: '' });
    expect(shape(foreign)).toEqual(shape(absent));
  });
});
