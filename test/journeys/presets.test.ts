import { call, until } from '../support/api-client.ts';
import { bootLaptop } from '../support/boot-laptop.ts';
import { listen, type Listener } from '../support/listener.ts';
import { newPerson, type Person } from '../support/people.ts';

/** What each preset needs, and what must then reach its API: nothing else of the secret does. */
const CASES = [
  { preset: 'wikimedia', kind: 'none', authConfig: undefined, arrives: {} },
  {
    preset: 'postmark',
    kind: 'an API key in a header',
    authConfig: { apiKey: 'the-secret-1' },
    arrives: { header: ['x-postmark-server-token', 'the-secret-1'] },
  },
  {
    preset: 'discord',
    kind: 'an API key that is written with a word before it',
    authConfig: { apiKey: 'Bot the-secret-2' },
    arrives: { header: ['authorization', 'Bot the-secret-2'] },
  },
  {
    preset: 'nasa-apod',
    kind: 'an API key in the query',
    authConfig: { apiKey: 'the-secret-3' },
    arrives: { query: ['api_key', 'the-secret-3'] },
  },
  {
    preset: 'stripe',
    kind: 'a bearer token',
    authConfig: { token: 'the-secret-4' },
    arrives: { header: ['authorization', 'Bearer the-secret-4'] },
  },
  {
    preset: 'twilio',
    kind: 'a username and a password',
    authConfig: { username: 'AC1', password: 'the-secret-5' },
    arrives: { header: ['authorization', `Basic ${btoa('AC1:the-secret-5')}`] },
  },
] as const satisfies readonly {
  preset: string;
  kind: string;
  authConfig: object | undefined;
  arrives: { header?: readonly [string, string]; query?: readonly [string, string] };
}[];

/** It says nothing of authentication: where the credential goes is up to the preset. */
const DOCUMENT = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Peer', version: '1' },
  paths: {
    '/lamps': {
      get: {
        operationId: 'listLamps',
        responses: { '200': { description: 'Lamps', content: { 'application/json': { schema: {} } } } },
      },
    },
  },
});

let peer: Listener;
let laptop: Awaited<ReturnType<typeof bootLaptop>>;
let person: Person;
beforeAll(async () => {
  peer = await listen(({ url = '' }, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(url === '/openapi.json' ? DOCUMENT : '[{"name":"Desk"}]');
  });
  laptop = await bootLaptop({ flags: ['--no-demo', '--allow-upstream', peer.host] });
  person = await newPerson('Hedy', laptop.url);
}, 120_000);
afterAll(async () => {
  await laptop.close();
  await peer.close();
});

const api = async (method: string, path: string, body?: unknown) =>
  (await call(method, path, { token: person.token, ...(body === undefined ? {} : { body }) }, laptop.url))
    .body.data;

/** Runs one step over a connection, as a workflow that a person has approved. */
async function runOnce(apiConnectionId: string) {
  const step = { name: 'Look', type: 'api_call', apiConnectionId, method: 'GET', endpoint: '/lamps' };
  const { id, planHash } = await api('POST', '/workflows', { name: 'Lamps', steps: [step] });
  await api('POST', `/workflows/${id}/approve`, { planHash });
  const { executionId } = await api('POST', `/workflows/${id}/execute`, { input: {} });
  return until(async () => {
    const execution = await api('GET', `/executions/${executionId}`);
    return ['completed', 'failed'].includes(execution.status) ? execution : undefined;
  });
}

test.each(CASES)(
  '$preset takes $kind, and a run sends it where the preset says',
  async ({ preset, authConfig, arrives }) => {
    const listed = (await api('GET', `/presets?search=${preset}`)).presets;
    const shown = listed.find(({ id }: { id: string }) => id === preset);
    const connection = await api('POST', '/connections', {
      preset,
      ...(authConfig === undefined ? {} : { authConfig }),
      // In place of the vendor's document and address.
      documentationUrl: `${peer.url}/openapi.json`,
      baseUrl: `${peer.url}/${preset}`,
    });
    expect(connection).toMatchObject({
      name: shown.name,
      authType: shown.authType,
      ingestionStatus: 'SUCCEEDED',
      endpointCount: 1,
    });

    const before = peer.arrivals.length;
    const execution = await runOnce(connection.id);
    expect(execution).toMatchObject({ status: 'completed' });
    expect(JSON.stringify(execution)).not.toContain('the-secret');

    const arrived = peer.arrivals.slice(before);
    const [arrival] = arrived;
    if (arrived.length !== 1 || arrival === undefined) throw new Error(`${arrived.length} calls arrived.`);
    const { path, headers } = arrival;
    const { pathname, searchParams } = new URL(path, peer.url);
    expect(pathname).toBe(`/${preset}/lamps`);
    const { header, query }: { header?: readonly [string, string]; query?: readonly [string, string] } =
      arrives;
    expect(Object.fromEntries(searchParams)).toEqual(query === undefined ? {} : Object.fromEntries([query]));
    if (header !== undefined) expect(headers[header[0]]).toBe(header[1]);
    const others = Object.entries(headers).filter(([name]) => name !== header?.[0]);
    expect(JSON.stringify(others)).not.toMatch(/the-secret|authorization/i);
  },
);
