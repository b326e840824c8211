import { bindingByConvention, bindingFor } from '../../shared/domain/binding.ts';
import { operation, parameter } from '../support/planner-apis.ts';

const at = { baseUrl: 'https://api.example/v1', specHash: 'sha256:x' };

describe('bindingFor', () => {
  it('sends the members of an object body as parameters of their own', () => {
    const body = { type: 'object', properties: { text: { type: 'string' } } } as const;
    const binding = bindingFor({
      operation: operation({ method: 'POST', path: '/a/{id}', parameters: [parameter('id', 'path')], body }),
      ...at,
    });
    expect(binding).toEqual({
      ...at,
      parameters: [{ name: 'id', in: 'path' }],
      body: { contentType: 'application/json', mode: 'properties' },
    });
  });

  it.each([
    ['a list', { type: 'array', items: {} }],
    ['a member named like another parameter', { type: 'object', properties: { id: {} } }],
    ['a text', { type: 'string' }],
    ['nothing known', {}],
  ])('takes the body whole where it is %s', (_, body) => {
    const binding = bindingFor({
      operation: operation({ method: 'PUT', path: '/a/{id}', parameters: [parameter('id', 'path')], body }),
      ...at,
    });
    expect(binding.body?.mode).toBe('whole');
  });

  it('never binds a header that belongs to the transport or carries the credential', () => {
    const parameters = ['Authorization', 'Host', 'Content-Type', 'Cookie', 'X-Trace'].map((name) =>
      parameter(name, 'header'),
    );
    const binding = bindingFor({ operation: operation({ method: 'GET', path: '/a', parameters }), ...at });
    expect(binding.parameters.map(({ name }) => name)).toEqual(['X-Trace']);
  });

  it.each([
    ['https://api.example/v2/', 'https://api.example/v2'],
    ['https://evil.example/v1', at.baseUrl],
    ['http://api.example/v1', at.baseUrl],
    ['not a url', at.baseUrl],
  ])('follows the base of an operation only on the same origin: %s', (baseUrl, expected) => {
    expect(bindingFor({ operation: operation({ method: 'GET', path: '/a', baseUrl }), ...at }).baseUrl).toBe(
      expected,
    );
  });
});

describe('bindingByConvention', () => {
  it.each([
    [
      'GET',
      [
        { name: 'id', in: 'path' },
        { name: 'q', in: 'query' },
      ],
      undefined,
    ],
    ['POST', [{ name: 'id', in: 'path' }], { contentType: 'application/json', mode: 'properties' }],
  ] as const)('%s', (method, parameters, body) => {
    const binding = bindingByConvention({
      method,
      endpoint: '/a/{id}',
      names: ['id', 'q'],
      baseUrl: at.baseUrl,
    });
    expect(binding.parameters).toEqual(parameters);
    expect(binding.body).toEqual(body);
  });
});
