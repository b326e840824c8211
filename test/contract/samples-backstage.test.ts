import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../support/listener.ts';
import { startSamples, type RunningSample } from '../../local/samples/index.ts';
import { callSample } from '../support/sample-calls.ts';

const ANY_PORT = { 'Pet Store': 0, 'Chat Workspace': 0, CRM: 0 };
const NOW = Date.parse('2026-02-03T04:05:06.000Z');

let started: (readonly RunningSample[])[] = [];
async function start(options: Parameters<typeof startSamples>[0] = {}) {
  const samples = await startSamples({ ports: ANY_PORT, now: () => NOW, ...options });
  started.push(samples);
  const [petStore, chat, crm] = samples;
  if (petStore === undefined || chat === undefined || crm === undefined)
    throw new Error('A sample is missing.');
  return { petStore, chat, crm };
}
afterEach(async () => {
  await Promise.all(started.flat().map(async (sample) => sample.close()));
  started = [];
});

describe('the request log', () => {
  test('lists the calls in order with their outcome, without backstage calls and credentials', async () => {
    const { petStore } = await start();
    const secret = petStore.authHint.value;
    await callSample(petStore, { method: 'GET', path: '/openapi.json' });
    await callSample(petStore, { method: 'GET', path: '/pets?status=available' });
    await callSample(petStore, { method: 'POST', path: '/pets', body: {}, anonymous: true });
    await callSample(petStore, { method: 'GET', path: `/nowhere?key=${secret}` });
    await callSample(petStore, { method: 'POST', path: '/_fault', body: { count: 0 } });
    await callSample(petStore, { method: 'GET', path: '/_requests' });
    const { body, text } = await callSample(petStore, { method: 'GET', path: '/_requests', anonymous: true });
    const at = new Date(NOW).toISOString();
    expect(body).toEqual([
      { method: 'GET', path: '/pets?status=available', status: 200, at, authenticated: true },
      { method: 'POST', path: '/pets', status: 401, at, authenticated: false },
      { method: 'GET', path: '/nowhere?key=***', status: 404, at, authenticated: true },
    ]);
    expect(text).not.toContain(secret);
  });
});

describe('faults', () => {
  test('the next requests fail with the status and change nothing, then all is well', async () => {
    const { chat } = await start();
    const post = { method: 'POST', path: '/messages', body: { channel: 'adoptions', text: 'Hello' } };
    const set = await callSample(chat, { method: 'POST', path: '/_fault', body: { status: 503, count: 2 } });
    expect(set).toMatchObject({ status: 200, body: { status: 503, count: 2 } });
    const statuses = [];
    for (let call = 0; call < 3; call += 1) statuses.push((await callSample(chat, post)).status);
    expect(statuses).toEqual([503, 503, 201]);
    const list = await callSample(chat, { method: 'GET', path: '/channels/adoptions/messages' });
    expect(list.body).toMatchObject({ messages: [{ text: 'Hello' }, { id: 'M000001' }] });
  });

  test('a delay without a status only delays', async () => {
    const { crm } = await start();
    await callSample(crm, { method: 'POST', path: '/_fault', body: { delayMs: 120, count: 1 } });
    const before = performance.now();
    expect(await callSample(crm, { method: 'GET', path: '/deals' })).toMatchObject({ status: 200 });
    expect(performance.now() - before).toBeGreaterThanOrEqual(115);
  });

  test('closing does not wait for a delayed request', async () => {
    const { crm } = await start();
    await callSample(crm, { method: 'POST', path: '/_fault', body: { delayMs: 60_000, count: 1 } });
    const call = callSample(crm, { method: 'GET', path: '/deals' }).catch(() => 'ended');
    // Long enough to arrive: closing earlier would end a connection that no request was read from.
    await sleep(100);
    await crm.close();
    await crm.close();
    expect(await call).toBe('ended');
  });

  test.each([{ count: -1 }, { count: 1, status: 200 }, { count: 1, delay: 5 }, {}])(
    'refuses %j',
    async (body) => {
      const { petStore } = await start();
      const answer = await callSample(petStore, { method: 'POST', path: '/_fault', body });
      expect(answer).toMatchObject({ status: 422, body: { error: { code: 'validation_failed' } } });
    },
  );
});

describe('refusals', () => {
  test.each([
    ['an unknown pet', { method: 'GET', path: '/pets/99' }, 404, 'not_found'],
    ['an unknown path', { method: 'GET', path: '/cats' }, 404, 'not_found'],
    ['a method that the path has not', { method: 'PATCH', path: '/pets' }, 405, 'method_not_allowed'],
    ['a value outside the enum', { method: 'GET', path: '/pets?status=lost' }, 422, 'validation_failed'],
    ['a parameter given twice', { method: 'GET', path: '/pets?tag=a&tag=b' }, 422, 'validation_failed'],
    ['a path parameter that is no number', { method: 'GET', path: '/pets/rex' }, 422, 'validation_failed'],
    ['a body without its fields', { method: 'POST', path: '/pets', body: {} }, 422, 'validation_failed'],
    ['a body that is not JSON', { method: 'POST', path: '/pets', raw: '{' }, 400, 'malformed_json'],
    ['a path that is not encoded right', { method: 'GET', path: '/pets/%E0' }, 400, 'malformed_path'],
    ['a body over 1 MB', { method: 'POST', path: '/pets', raw: ' '.repeat(1_100_000) }, 413, 'too_large'],
    [
      'another media type',
      { method: 'POST', path: '/pets', raw: 'x', headers: { 'content-type': 'text/plain' } },
      415,
      'unsupported_media_type',
    ],
    [
      'an order for a pet that is sold',
      { method: 'POST', path: '/orders', body: { petId: 5, customerName: 'Ada' } },
      409,
      'conflict',
    ],
  ])('%s', async (_what, call, status, code) => {
    const { petStore } = await start();
    const answer = await callSample(petStore, call);
    expect(answer).toMatchObject({ status, body: { error: { code, message: expect.any(String) } } });
  });

  test('a fault of several fields names each', async () => {
    const { petStore } = await start();
    const { body } = await callSample(petStore, { method: 'POST', path: '/pets', body: { price: -1 } });
    expect(body).toMatchObject({
      error: { details: [{ field: 'body.name' }, { field: 'body.species' }, { field: 'body.price' }] },
    });
  });

  test('a change touches only what it names', async () => {
    const { petStore } = await start();
    const { body: before } = await callSample(petStore, { method: 'GET', path: '/pets/1' });
    const { body } = await callSample(petStore, {
      method: 'PATCH',
      path: '/pets/1',
      body: { status: 'sold' },
    });
    expect(body).toEqual(Object.assign({}, before, { status: 'sold' }));
  });

  test('a challenge tells how to authenticate', async () => {
    const { chat, crm } = await start();
    for (const [sample, scheme] of [
      [chat, 'Bearer'],
      [crm, 'Basic'],
    ] as const) {
      const { headers } = await callSample(sample, { method: 'GET', path: '/users', anonymous: true });
      expect(headers['www-authenticate']).toBe(`${scheme} realm="${sample.name}"`);
    }
  });
});

describe('starting', () => {
  test('generates credentials of at least 20 characters, and keeps those that are given', async () => {
    const [first, second] = [await start(), await start()];
    for (const [name, sample] of Object.entries(first)) {
      expect(sample.authHint.value.length).toBeGreaterThanOrEqual(20);
      expect(Object.entries(second).find(([other]) => other === name)?.[1].authHint.value).not.toBe(
        sample.authHint.value,
      );
    }
    expect(first.crm.authHint.value).toMatch(/^[^:]+:.{20,}$/);
    const credentials = { 'Chat Workspace': 'the-same-token-as-yesterday' };
    const { chat } = await start({ credentials });
    expect(chat.authHint).toEqual({ type: 'bearer', value: 'the-same-token-as-yesterday' });
    expect(await callSample(chat, { method: 'GET', path: '/users' })).toMatchObject({ status: 200 });
  });

  test.each([
    { 'Pet Store': 'short' },
    { CRM: 'no-colon-but-long-enough' },
    { 'Pet Store': 'line\nbreak'.repeat(4) },
  ])('refuses the credential %j', async (credentials) => {
    await expect(startSamples({ ports: ANY_PORT, credentials })).rejects.toThrow(/must/);
  });

  test('takes the next free port where one is taken', async () => {
    const taken = await listen();
    const port = Number(new URL(taken.url).port);
    try {
      const { petStore } = await start({ ports: { ...ANY_PORT, 'Pet Store': port } });
      expect(Number(new URL(petStore.url).port)).toBeGreaterThan(port);
      expect(await callSample(petStore, { method: 'GET', path: '/inventory' })).toMatchObject({
        status: 200,
      });
    } finally {
      await taken.close();
    }
  });
});

describe('a rate limit', () => {
  test('is told with every answer, refuses beyond it, and begins anew with the next window', async () => {
    let now = NOW;
    const { crm } = await start({ now: () => now });
    const set = { method: 'POST', path: '/_limit', body: { requests: 2, perSeconds: 30 } };
    expect(await callSample(crm, set)).toMatchObject({ status: 200, body: { requests: 2, perSeconds: 30 } });
    const read = async (path = '/deals') => {
      const { status, headers } = await callSample(crm, { method: 'GET', path });
      return [status, headers['ratelimit'], headers['ratelimit-policy'], headers['retry-after']];
    };
    const policy = '"default";q=2;w=30';
    expect(await read()).toEqual([200, '"default";r=1;t=30', policy, undefined]);
    now += 9_500;
    expect(await read('/deals/none')).toEqual([404, '"default";r=0;t=21', policy, undefined]);
    expect(await read()).toEqual([429, '"default";r=0;t=21', policy, '21']);
    now += 20_500;
    expect(await read()).toEqual([200, '"default";r=1;t=30', policy, undefined]);
    await callSample(crm, { ...set, body: { requests: 0, perSeconds: 1 } });
    expect(await read()).toEqual([200, undefined, undefined, undefined]);
  });
});
