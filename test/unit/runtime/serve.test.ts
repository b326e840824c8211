import * as z from 'zod';
import { routes, type Route } from '../../../shared/api/route.ts';
import { AppError } from '../../../shared/domain/errors.ts';
import type { Account } from '../../../shared/domain/account.ts';
import { serve, type PipelinePorts } from '../../../shared/runtime/serve.ts';
import { httpEvent, lambdaContext } from '../../support/http-event.ts';

const base = {
  summary: 'A thing.',
  params: null,
  query: null,
  body: null,
  success: { status: 200, as: 'envelope', schema: z.object({ ok: z.boolean() }), message: null },
  errors: [],
} as const satisfies Partial<Route>;

const group = routes({
  readThing: {
    ...base,
    method: 'get',
    path: '/things/{id}',
    auth: 'user',
    scope: 'workflows:read',
    rate: 'default',
    audit: null,
    params: z.object({ id: z.string().regex(/^t\d+$/) }),
    errors: ['RESOURCE_NOT_FOUND'],
  },
  writeThing: {
    ...base,
    method: 'post',
    path: '/things',
    auth: 'user',
    scope: 'workflows:write',
    rate: 'chat',
    audit: 'workflow.created',
    body: z.strictObject({ name: z.string(), list: z.array(z.strictObject({ n: z.number() })).optional() }),
    success: { ...base.success, status: 201, message: 'Made' },
  },
  publicThing: {
    ...base,
    method: 'post',
    path: '/public',
    auth: 'public',
    scope: null,
    rate: 'auth',
    audit: null,
  },
});

const account: Account = {
  user: { id: 'u1', email: 'a@example.com', name: 'A', role: 'USER' },
  memberships: [
    { workspaceId: 'ws_own', role: 'OWNER' },
    { workspaceId: 'ws_view', role: 'VIEWER' },
  ],
  defaultWorkspaceId: 'ws_own',
};

function setup({ allowed = true, limiterFails = false }: { allowed?: boolean; limiterFails?: boolean } = {}) {
  const logged: { message: string; fields: unknown }[] = [];
  const log = (message: string, fields?: unknown) => void logged.push({ message, fields });
  const taken: { subject: string; limit: number }[] = [];
  const ports: PipelinePorts = {
    accounts: {
      get: async (userId) => (userId === 'u1' ? account : undefined),
      create: async (made) => made,
      record: async () => undefined,
    },
    verifier: {
      verify: async (token) => {
        if (token !== 'a.b.c') throw new AppError('UNAUTHORIZED');
        return { userId: 'u1', sessionId: 's1', expiresAt: 0 };
      },
    },
    limiter: {
      take: async ({ subject, limit }) => {
        if (limiterFails) throw new Error('table gone');
        taken.push({ subject, limit });
        return { allowed, remaining: allowed ? limit - 1 : 0, resetAt: 1_767_225_690 };
      },
    },
    limits: { chat: 3 },
    originToken: 'front-door-token',
    clock: { now: () => 1_767_225_600_000 },
    ids: { next: (kind) => `${kind}_1`, uuid: () => 'uuid' },
    log: { info: log, warn: log, error: log },
  };
  const seen: unknown[] = [];
  const handler = serve({
    routes: group,
    ports,
    handlers: {
      readThing: async ({ params, caller }) => {
        seen.push({ params, caller });
        if (params.id === 't404') throw new AppError('RESOURCE_NOT_FOUND', 'No such thing.');
        if (params.id === 't500') throw new Error('a secret: hunter2');
        return { ok: true, hidden: 'not in the schema' };
      },
      writeThing: async ({ body, change }) => {
        if (body.name !== 'unaudited')
          seen.push(
            change({ details: { name: body.name }, events: [{ type: 'workflow.created', data: {} }] }),
          );
        return { ok: true };
      },
      publicThing: async () => ({ ok: true }),
    },
  });
  const call = async (event: Parameters<typeof httpEvent>[0]) => {
    const { statusCode, headers, body } = await handler(httpEvent(event), lambdaContext());
    return { status: statusCode, headers: headers ?? {}, body: JSON.parse(body ?? 'null') };
  };
  return { call, logged, taken, seen };
}

const bearer = { authorization: 'Bearer a.b.c' };
const read = (id: string, headers: Record<string, string> = bearer) => ({
  route: 'GET /api/v1/things/{id}',
  params: { id },
  headers,
});
const write = (body: unknown, headers: Record<string, string> = bearer) => ({
  route: 'POST /api/v1/things',
  body,
  headers,
});

describe('the request pipeline', () => {
  test('answers in the envelope, shaped by the schema, with limits and security headers', async () => {
    const { call } = setup();
    const { status, headers, body } = await call(read('t1'));
    expect({ status, body }).toEqual({
      status: 200,
      body: { success: true, data: { ok: true }, timestamp: '2026-01-01T00:00:00.000Z' },
    });
    expect(headers).toMatchObject({
      'x-ratelimit-limit': '100',
      'x-ratelimit-remaining': '99',
      'x-request-id': 'request-1',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'strict-transport-security': expect.stringContaining('max-age'),
    });
  });

  test.each<[string, Parameters<typeof httpEvent>[0], number, string]>([
    ['an unknown route', { route: '$default', path: '/api/v1/nope' }, 404, 'ROUTE_NOT_FOUND'],
    ['no token', read('t1', {}), 401, 'UNAUTHORIZED'],
    ['a token that is none', read('t1', { authorization: 'Bearer hello' }), 401, 'UNAUTHORIZED'],
    ['a forged token', read('t1', { authorization: 'Bearer x.y.z' }), 401, 'UNAUTHORIZED'],
    ['another scheme', read('t1', { authorization: 'Basic a.b.c' }), 401, 'UNAUTHORIZED'],
    [
      'a workspace without membership',
      read('t1', { ...bearer, 'x-workspace-id': 'ws_other' }),
      403,
      'FORBIDDEN',
    ],
    [
      'a role without the scope',
      write({ name: 'x' }, { ...bearer, 'x-workspace-id': 'ws_view' }),
      403,
      'FORBIDDEN',
    ],
    ['an id that cannot exist', read('../etc'), 404, 'RESOURCE_NOT_FOUND'],
    ['a thing that is absent', read('t404'), 404, 'RESOURCE_NOT_FOUND'],
    ['a body that is not JSON', write('{"name"'), 400, 'INVALID_JSON'],
    ['no body', write(undefined), 422, 'VALIDATION_ERROR'],
    ['a member too many', write({ name: 'x', role: 'ADMIN' }), 422, 'VALIDATION_ERROR'],
    ['a fault of ours', read('t500'), 500, 'INTERNAL_ERROR'],
  ])('refuses %s', async (_name, event, status, code) => {
    const { call, seen } = setup();
    const answer = await call(event);
    expect(answer).toMatchObject({
      status,
      body: { success: false, code, requestId: 'request-1', error: expect.any(String) },
    });
    expect(JSON.stringify(answer.body)).not.toMatch(/hunter2|stack|\.ts/);
    if (status !== 500 && code !== 'RESOURCE_NOT_FOUND') expect(seen).toEqual([]);
  });

  test('names every fault by its place', async () => {
    const { call } = setup();
    const { body } = await call(write({ list: [{ n: 1 }, { n: 'two' }] }));
    expect(body.details.map((detail: { path: string }) => detail.path)).toEqual([
      'body.name',
      'body.list[1].n',
    ]);
  });

  test('an environment may set a limit; the answer beyond it says when to come back', async () => {
    const { call, taken } = setup({ allowed: false });
    const { status, headers, body } = await call(write({ name: 'x' }));
    expect({ status, code: body.code, retryAfter: body.retryAfter }).toEqual({
      status: 429,
      code: 'RATE_LIMIT_EXCEEDED',
      retryAfter: 90,
    });
    expect(headers).toMatchObject({ 'retry-after': '90', 'x-ratelimit-remaining': '0' });
    expect(taken).toEqual([{ subject: 'user:u1', limit: 3 }]);
  });

  test('without the limiter a harmless route is open and one that takes passwords is closed', async () => {
    const { call } = setup({ limiterFails: true });
    expect((await call(read('t1'))).status).toBe(200);
    expect((await call({ route: 'POST /api/v1/public' })).body.code).toBe('SERVICE_UNAVAILABLE');
  });

  test('counts public routes by the address, and believes the front door alone about it', async () => {
    const { call, taken } = setup();
    const viewer = { 'x-viewer-address': '203.0.113.9' };
    await call({ route: 'POST /api/v1/public' });
    await call({ route: 'POST /api/v1/public', headers: viewer });
    await call({
      route: 'POST /api/v1/public',
      headers: { ...viewer, 'x-origin-token': 'front-door-guess' },
    });
    await call({
      route: 'POST /api/v1/public',
      headers: { ...viewer, 'x-origin-token': 'front-door-token' },
    });
    expect(taken.map(({ subject }) => subject)).toEqual([
      'ip:198.51.100.7',
      'ip:198.51.100.7',
      'ip:198.51.100.7',
      'ip:203.0.113.9',
    ]);
  });

  test('gives the handler a change record that says who, what and when', async () => {
    const { call, seen } = setup();
    expect((await call(write({ name: 'x' }))).status).toBe(201);
    expect(seen).toEqual([
      {
        audit: expect.objectContaining({
          action: 'workflow.created',
          tenantId: 'ws_own',
          userId: 'u1',
          sessionId: 's1',
          ipAddress: '198.51.100.7',
          details: { name: 'x' },
        }),
        events: [expect.objectContaining({ type: 'workflow.created', tenantId: 'ws_own' })],
      },
    ]);
  });

  test('a change without an audit record is an error of ours, and logged', async () => {
    const { call, logged } = setup();
    expect((await call(write({ name: 'unaudited' }))).body.code).toBe('INTERNAL_ERROR');
    expect(logged.some(({ message }) => message === 'request failed')).toBe(true);
  });

  test('answers a preflight, and no other OPTIONS', async () => {
    const { call } = setup();
    const preflight = { 'access-control-request-method': 'POST', origin: 'https://apiq.example' };
    const options = { route: 'OPTIONS /api/v1/things' };
    expect((await call({ ...options, headers: preflight })).status).toBe(204);
    expect((await call(options)).body.code).toBe('ROUTE_NOT_FOUND');
  });

  test('logs no body and no token', async () => {
    const { call, logged } = setup();
    await call(write({ name: 'very-private' }));
    expect(JSON.stringify(logged)).not.toMatch(/very-private|a\.b\.c/);
  });
});
