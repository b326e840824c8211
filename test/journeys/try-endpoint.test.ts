import { call } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';
import { callsTo, connect, sample, type Sample } from '../support/sample-upstreams.ts';

let token: string;
let pets: Sample;
let id: string;
let endpoints: { id: string; method: string; path: string }[];

beforeAll(async () => {
  [{ token }, pets] = await Promise.all([newPerson('Emmy'), sample('pet')]);
  ({ id } = await connect(pets, token));
  const { body } = await call('GET', `/connections/${id}/endpoints?limit=100`, { token });
  ({ endpoints } = body.data);
});

function endpoint(method: string, path: string): string {
  const found = endpoints.find((one) => one.method === method && one.path === path);
  if (found === undefined) throw new Error(`${method} ${path} is not in the catalogue.`);
  return `/connections/${id}/endpoints/${found.id}`;
}

test('an endpoint shows what it takes, and a try of it what went out and came back', async () => {
  const { inputSchema } = (await call('GET', endpoint('GET', '/pets'), { token })).body.data;
  expect(inputSchema.properties.status.enum).toContain('available');

  const before = (await callsTo(pets)).length;
  const tried = await call('POST', `${endpoint('GET', '/pets')}/try`, {
    token,
    body: { parameters: { status: 'available', limit: 2 } },
  });
  const { request, response, latency } = tried.body.data;
  expect(request).toMatchObject({
    method: 'GET',
    url: `${pets.url}/pets?status=available&limit=2`,
    headers: { 'x-api-key': '[redacted]' },
  });
  expect(response).toMatchObject({ status: 200, body: [{ status: 'available' }, { status: 'available' }] });
  expect(latency).toBeGreaterThanOrEqual(0);
  expect(tried.text).not.toContain(pets.authHint.value);
  expect((await callsTo(pets)).slice(before)).toMatchObject([
    { method: 'GET', path: '/pets?status=available&limit=2', status: 200, authenticated: true },
  ]);
});

test('a write goes out once it is confirmed, and its error is shown like any answer', async () => {
  const adding = `${endpoint('POST', '/pets')}/try`;
  const pet = { name: 'Rex', species: 'dog' };
  const before = (await callsTo(pets)).length;
  const unconfirmed = await call('POST', adding, { token, body: { parameters: pet } });
  expect(unconfirmed).toMatchObject({ status: 409, body: { code: 'CONFIRMATION_REQUIRED' } });
  const unfit = await call('POST', adding, { token, body: { parameters: { name: 7 }, confirm: true } });
  expect(unfit).toMatchObject({ status: 422, body: { code: 'VALIDATION_ERROR' } });
  expect((await callsTo(pets)).length).toBe(before);

  const confirmed = await call('POST', adding, { token, body: { parameters: pet, confirm: true } });
  expect(confirmed.body.data).toMatchObject({
    request: { body: JSON.stringify(pet) },
    response: { status: 201, body: pet },
  });
  const absent = await call('POST', `${endpoint('DELETE', '/pets/{petId}')}/try`, {
    token,
    body: { parameters: { petId: 987_654 }, confirm: true },
  });
  expect(absent).toMatchObject({ status: 200, body: { data: { response: { status: 404 } } } });
});

test('wrong credentials come back as the API says it', async () => {
  await call('PUT', `/connections/${id}/credentials`, {
    token,
    body: { credentials: { apiKey: 'a-wrong-key' } },
  });
  const tried = await call('POST', `${endpoint('GET', '/inventory')}/try`, { token, body: {} });
  expect(tried.body.data.response).toMatchObject({ status: 401 });
});
