import { gatewayUnderTest, SOURCE_PREFIX } from '../support/gateway-under-test.ts';

const text = (body: Buffer) => body.toString('utf8');

describe('events in payload format 2.0', () => {
  test('a request without body', async () => {
    const { send, events } = gatewayUnderTest();
    await send({
      path: '/pets/a%20b',
      rawQuery: 'q=1&q=2&space=a%20b',
      headers: {
        host: ['api.example'],
        'user-agent': ['curl'],
        'x-twice': ['1', '2'],
        cookie: ['a=1; b=2', 'c=3'],
      },
    });
    expect(events).toEqual([
      {
        version: '2.0',
        routeKey: 'GET /pets/{id}',
        rawPath: '/pets/a b',
        rawQueryString: 'q=1&q=2&space=a%20b',
        cookies: ['a=1', 'b=2', 'c=3'],
        headers: { host: 'api.example', 'user-agent': 'curl', 'x-twice': '1,2' },
        queryStringParameters: { q: '1,2', space: 'a b' },
        pathParameters: { id: 'a b' },
        requestContext: {
          accountId: '000000000000',
          apiId: 'api1',
          domainName: 'api.example',
          domainPrefix: 'api',
          http: {
            method: 'GET',
            path: '/pets/a b',
            protocol: 'HTTP/1.1',
            sourceIp: '192.0.2.1',
            userAgent: 'curl',
          },
          requestId: 'req-1',
          routeKey: 'GET /pets/{id}',
          stage: '$default',
          time: '12/Mar/2020:19:03:58 +0000',
          timeEpoch: 1_584_039_838_390,
        },
        isBase64Encoded: false,
      },
    ]);
  });

  test.each<[string, string | undefined, Buffer, string, boolean]>([
    ['JSON is text', 'application/json; charset=utf-8', Buffer.from('{"a":"ä"}'), '{"a":"ä"}', false],
    ['text is text', 'text/plain', Buffer.from('x'), 'x', false],
    ['no type is text', undefined, Buffer.from('x'), 'x', false],
    ['a form is not', 'application/x-www-form-urlencoded', Buffer.from('a=1'), 'YT0x', true],
    ['bytes are not', 'application/octet-stream', Buffer.from([0xff]), '/w==', true],
    ['JSON that is not UTF-8 is not', 'application/json', Buffer.from([0xff]), '/w==', true],
  ])('bodies: %s', async (_name, type, body, expected, isBase64Encoded) => {
    const { send, events } = gatewayUnderTest();
    await send({
      method: 'POST',
      path: '/pets',
      body,
      headers: type === undefined ? {} : { 'content-type': [type] },
    });
    expect(events[0]).toMatchObject({ body: expected, isBase64Encoded });
  });
});

describe('answers of functions', () => {
  test('status, headers, cookies and a base64 body', async () => {
    const { send } = gatewayUnderTest({
      answer: {
        statusCode: '201',
        headers: { 'X-A': 1, 'Content-Type': 'image/png' },
        multiValueHeaders: { 'X-B': ['1', '2'] },
        cookies: ['a=1', 'b=2'],
        body: '/w==',
        isBase64Encoded: true,
      },
    });
    const answer = await send();
    expect(answer.status).toBe(201);
    expect(answer.headers).toEqual({
      'x-a': '1',
      'content-type': 'image/png',
      'x-b': ['1', '2'],
      'set-cookie': ['a=1', 'b=2'],
    });
    expect([...answer.body]).toEqual([0xff]);
  });

  test('without a statusCode the answer is the body of a 200', async () => {
    const answer = await gatewayUnderTest({ answer: { pets: [] } }).send();
    expect([answer.status, text(answer.body)]).toEqual([200, '{"pets":[]}']);
    expect(answer.headers['content-type']).toBe('application/json');
  });

  test.each<[string, Parameters<typeof gatewayUnderTest>[0]]>([
    [
      'a function that failed',
      { result: { payload: '{"errorType":"E","errorMessage":"secret"}', functionError: 'Unhandled' } },
    ],
    ['a status that is none', { answer: { statusCode: 'moon' } }],
    ['a body that is not text', { answer: { statusCode: 200, body: { a: 1 } } }],
    ['a missing permission', { permitted: false }],
    ['an invocation that could not be made', { result: Promise.reject(new Error('payload too large')) }],
  ])('%s is 500', async (_name, options) => {
    const answer = await gatewayUnderTest(options).send();
    expect([answer.status, text(answer.body)]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  test('the permission is asked for the route as its key names it', async () => {
    const { send, sources } = gatewayUnderTest({
      api: { routes: [{ routeKey: '$default', functionArn: 'fn', timeoutMs: 20 }] },
    });
    await send();
    const other = gatewayUnderTest();
    await other.send();
    expect([...sources, ...other.sources]).toEqual([
      `${SOURCE_PREFIX}$default`,
      `${SOURCE_PREFIX}GET/pets/{id}`,
    ]);
  });
});

describe('answers of the gateway itself', () => {
  test('no route', async () => {
    const answer = await gatewayUnderTest().send({ path: '/moon' });
    expect([answer.status, text(answer.body)]).toEqual([404, '{"message":"Not Found"}']);
  });

  test('a function that takes too long', async () => {
    const answer = await gatewayUnderTest({ result: new Promise(() => {}) }).send();
    expect([answer.status, text(answer.body)]).toEqual([503, '{"message":"Service Unavailable"}']);
  });

  test('10 MB pass, one byte more does not', async () => {
    const { send, events } = gatewayUnderTest();
    const limit = 10 * 1024 * 1024;
    const at = await send({ method: 'POST', path: '/pets', body: Buffer.alloc(limit, 'x') });
    const over = await send({ method: 'POST', path: '/pets', body: Buffer.alloc(limit + 1, 'x') });
    expect([at.status, over.status, text(over.body)]).toEqual([200, 413, '{"message":"Request Too Long"}']);
    expect(events).toHaveLength(1);
  });

  test('more than the burst is 429 until the rate has filled it again', async () => {
    let now = 0;
    const { send } = gatewayUnderTest({ api: { throttle: { rate: 10, burst: 2 } }, now: () => now });
    const statuses = async (count: number) => {
      const found: number[] = [];
      for (let index = 0; index < count; index += 1) found.push((await send()).status);
      return found;
    };
    expect(await statuses(3)).toEqual([200, 200, 429]);
    now = 100;
    expect(await statuses(2)).toEqual([200, 429]);
  });
});

describe('CORS', () => {
  const cors = {
    AllowOrigins: ['https://page.example'],
    AllowMethods: ['GET', 'POST'],
    AllowHeaders: ['authorization'],
    ExposeHeaders: ['retry-after'],
    MaxAge: 60,
    AllowCredentials: undefined,
  };
  const preflight = { origin: ['https://page.example'], 'access-control-request-method': ['GET'] };

  test('the gateway answers a preflight that no route takes', async () => {
    const answer = await gatewayUnderTest({ api: { cors } }).send({ method: 'OPTIONS', headers: preflight });
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': 'https://page.example',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '60',
    });
  });

  test('a route that takes OPTIONS answers a preflight itself, with the configured headers', async () => {
    const routes = [{ routeKey: '$default', functionArn: 'fn', timeoutMs: 20 }];
    const { send, events } = gatewayUnderTest({ api: { cors, routes }, answer: { statusCode: 200 } });
    const answer = await send({ method: 'OPTIONS', headers: preflight });
    expect(events).toHaveLength(1);
    expect([answer.status, answer.headers['access-control-allow-methods']]).toEqual([200, 'GET,POST']);
  });

  test('a foreign origin gets no permission', async () => {
    const headers = { ...preflight, origin: ['https://evil.example'] };
    const answer = await gatewayUnderTest({ api: { cors } }).send({ method: 'OPTIONS', headers });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('answers carry the configured headers in place of the function’s own', async () => {
    const { send } = gatewayUnderTest({
      api: { cors },
      answer: { statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } },
    });
    const own = await send({ headers: { origin: ['https://page.example'] } });
    const foreign = await send({ headers: { origin: ['https://evil.example'] } });
    expect(own.headers['access-control-allow-origin']).toBe('https://page.example');
    expect(own.headers['access-control-expose-headers']).toBe('retry-after');
    expect(foreign.headers).not.toHaveProperty('access-control-allow-origin');
  });
});
