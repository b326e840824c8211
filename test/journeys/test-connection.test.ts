import { call } from '../support/api-client.ts';
import { newPerson } from '../support/people.ts';
import { callsTo, connect, sample, type Sample } from '../support/sample-upstreams.ts';

let token: string;
let pets: Sample;
beforeAll(async () => {
  [{ token }, pets] = await Promise.all([newPerson('Rosalind'), sample('pet')]);
});

const testOf = async (id: string) => (await call('POST', `/connections/${id}/test`, { token })).body.data;
const checksOf = (data: { checks: { name: string; status: string }[] }) =>
  Object.fromEntries(data.checks.map(({ name, status }) => [name, status]));

test('a good connection: reached, its credentials taken, its document unchanged', async () => {
  const { id, endpointCount } = await connect(pets, token);
  const before = (await callsTo(pets)).length;
  const data = await testOf(id);
  expect(data).toMatchObject({ status: 'success', endpoints: endpointCount, newEndpoints: 0 });
  expect(checksOf(data)).toEqual({ reachability: 'passed', authentication: 'passed', document: 'passed' });
  const calls = (await callsTo(pets)).slice(before);
  expect(calls.filter(({ authenticated }) => authenticated)).toMatchObject([{ method: 'GET', status: 200 }]);
});

test('wrong credentials fail the test, and the message says which call told so', async () => {
  const { id } = await connect(pets, token);
  const body = { credentials: { apiKey: 'a-wrong-key' } };
  await call('PUT', `/connections/${id}/credentials`, { token, body });
  const data = await testOf(id);
  expect(data.status).toBe('failed');
  expect(checksOf(data)).toEqual({ reachability: 'passed', authentication: 'failed', document: 'passed' });
  expect(data.message).toMatch(/^Connection test failed - GET \/\S+ answered 401/);
});

test('a document that is gone fails the test; the endpoints stay', async () => {
  const { id, endpointCount } = await connect(pets, token);
  const documentationUrl = `${pets.url}/no-such-document.json`;
  await call('PATCH', `/connections/${id}`, { token, body: { documentationUrl } });
  const data = await testOf(id);
  expect(data).toMatchObject({ status: 'failed', endpoints: endpointCount });
  expect(checksOf(data)).toEqual({ reachability: 'passed', authentication: 'passed', document: 'failed' });
});
