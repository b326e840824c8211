import { createRouter } from '../../local/gateway/routes.ts';

const route = (routeKey: string) => ({ routeKey, functionArn: routeKey, timeoutMs: 1 });

const KEYS = [
  'ANY /{proxy+}',
  'GET /pets/{id}',
  'ANY /pets/{id}',
  'GET /pets/special',
  'GET /pets',
  'POST /pets/{id}/toys/{toy}',
  'GET /pets/{id}/toys/first',
  'GET /files/{path+}',
  'GET /files/readme',
];

const setup = (keys: readonly string[] = KEYS) => createRouter(keys.map(route));

describe('routes of the HTTP API', () => {
  test.each<[string, string, string, string]>([
    ['a literal wins over a parameter', 'GET', '/pets/special', 'GET /pets/special'],
    ['a parameter over a greedy one', 'GET', '/pets/7', 'GET /pets/{id}'],
    ['a method over ANY', 'GET', '/pets/8', 'GET /pets/{id}'],
    ['ANY for other methods', 'DELETE', '/pets/7', 'ANY /pets/{id}'],
    ['a literal route that lacks the method yields', 'PUT', '/pets/special', 'ANY /pets/{id}'],
    ['a later literal wins over a later parameter', 'GET', '/pets/7/toys/first', 'GET /pets/{id}/toys/first'],
    ['several parameters', 'POST', '/pets/7/toys/ball', 'POST /pets/{id}/toys/{toy}'],
    ['a literal over a greedy one', 'GET', '/files/readme', 'GET /files/readme'],
    ['a greedy one takes the rest', 'GET', '/files/a/b/c', 'GET /files/{path+}'],
    ['the most specific greedy one', 'GET', '/files/a', 'GET /files/{path+}'],
    ['the last resort', 'GET', '/nowhere', 'ANY /{proxy+}'],
    ['a trailing slash is another path', 'GET', '/pets/', 'ANY /{proxy+}'],
    ['an escaped literal', 'GET', '/p%65ts', 'GET /pets'],
  ])('%s', (_name, method, path, expected) => {
    expect(setup()(method, path)?.route.routeKey).toBe(expected);
  });

  test.each<[string, string, string, Record<string, string>]>([
    ['are decoded', 'GET', '/pets/a%20b', { id: 'a b' }],
    ['may hold an escaped slash', 'GET', '/pets/a%2Fb', { id: 'a/b' }],
    ['keep a malformed escape', 'GET', '/pets/100%', { id: '100%' }],
    ['keep the slashes of a greedy one', 'GET', '/files/a/b%20c', { path: 'a/b c' }],
    ['are all there', 'POST', '/pets/7/toys/ball', { id: '7', toy: 'ball' }],
  ])('parameters %s', (_name, method, path, expected) => {
    expect(setup()(method, path)?.pathParameters).toEqual(expected);
  });

  test('$default takes what no route takes, and only that', () => {
    const find = setup(['$default', 'GET /pets/{id}']);
    expect(find('GET', '/pets/7')?.route.routeKey).toBe('GET /pets/{id}');
    expect(find('POST', '/pets/7')?.route.routeKey).toBe('$default');
    expect(find('GET', '/')?.route.routeKey).toBe('$default');
  });

  test('without $default there may be no route', () => {
    const find = setup(['GET /pets/{id}', 'GET /files/{path+}']);
    expect(find('GET', '/other')).toBeUndefined();
    expect(find('GET', '/pets/')).toBeUndefined();
    expect(find('GET', '/files/')).toBeUndefined();
    expect(find('GET', '/pets/7/8')).toBeUndefined();
  });

  test('a route key that makes no sense is refused', () => {
    expect(() => setup(['GET'])).toThrow('GET');
  });
});
