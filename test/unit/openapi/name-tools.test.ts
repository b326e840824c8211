import * as fc from 'fast-check';
import { HTTP_METHODS, type HttpMethod } from '../../../shared/domain/catalogue.ts';
import { createToolNames, endpointId } from '../../../shared/openapi/name-tools.ts';

const named = (method: HttpMethod, path: string, operationId: string | undefined) => ({
  id: endpointId(method, path),
  method,
  path,
  operationId,
});
const nameOf = (operationId: string | undefined, path = '/pets/{petId}') =>
  createToolNames().nameFor(named('GET', path, operationId));

describe('tool names', () => {
  test.each([
    ['getPet', 'getPet'],
    ['pets/get-by.id', 'pets_get-by_id'],
    ['  Größe ändern ', 'Gro_e_a_ndern'],
    [undefined, 'get_pets_petId'],
    ['', 'get_pets_petId'],
    ['日本語', 'get_pets_petId'],
  ])('of the operationId %j is %s', (operationId, name) => expect(nameOf(operationId)).toBe(name));

  test('of nothing but symbols is the method', () => expect(nameOf('…', '/')).toBe('get'));

  test('that are long are cut and stay apart', () => {
    const names = createToolNames();
    const long = 'a'.repeat(100);
    const made = ['/a', '/b', '/c'].map((path) => names.nameFor(named('GET', path, long)));
    expect(new Set(made).size).toBe(3);
    expect(made.every((name) => name.length <= 64)).toBe(true);
  });

  test('are always unique and legal', () => {
    const operation = fc.record({
      method: fc.constantFrom(...HTTP_METHODS),
      path: fc.string({ unit: 'grapheme', maxLength: 8 }),
      operationId: fc.option(fc.string({ unit: 'grapheme', maxLength: 90 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 40 }), (operations) => {
        const names = createToolNames();
        const made = operations.map((each) => names.nameFor(named(each.method, each.path, each.operationId)));
        expect(new Set(made).size).toBe(made.length);
        for (const name of made) expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
      }),
    );
  });
});

test('an endpoint id depends on method and path alone', () => {
  expect(endpointId('GET', '/pets')).toMatch(/^ep_[0-9a-f]{24}$/);
  expect(endpointId('GET', '/pets')).toBe(endpointId('GET', '/pets'));
  expect(endpointId('GET', '/pets')).not.toBe(endpointId('POST', '/pets'));
});
