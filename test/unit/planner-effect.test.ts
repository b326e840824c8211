import type { HttpMethod } from '../../shared/domain/catalogue.ts';
import type { Effect } from '../../shared/domain/workflow.ts';
import { effectOf } from '../../shared/planner/effect.ts';
import { operation } from '../support/planner-apis.ts';

const put = (path: string, operationId?: string) =>
  operation({ method: 'PUT', path, ...(operationId ? { operationId } : {}) });

describe('effectOf', () => {
  it.each<[Effect, HttpMethod, string, string]>([
    ['read', 'GET', '/pets', 'listPets'],
    ['read', 'HEAD', '/pets', 'headPets'],
    ['read', 'GET', '/emails', 'getEmails'],
    ['read', 'POST', '/pets/search', 'searchPets'],
    ['read', 'POST', '/query', 'runReport'.replace('run', 'query')],
    ['write', 'POST', '/search/delete', 'searchAndDelete'],
    ['write', 'POST', '/pets', 'createPet'],
    ['write', 'PATCH', '/pets/{id}', 'updatePet'],
    ['irreversible', 'DELETE', '/pets/{id}', 'deletePet'],
    ['irreversible', 'POST', '/payments', 'createPayment'],
    ['irreversible', 'POST', '/v1/charges', 'create'],
    ['irreversible', 'POST', '/mail/send', 'mailSend'],
    ['irreversible', 'GET', '/deleteUser', 'deleteUser'],
    ['write', 'GET', '/setStatus', 'setStatus'],
  ])('%s: %s %s (%s)', (effect, method, path, operationId) => {
    const self = operation({ method, path, operationId });
    expect(effectOf({ method, path, operation: self, catalogue: [self] })).toBe(effect);
  });

  it.each([
    ['a DELETE by a PUT at the same place', 'DELETE', '/me/following', put('/me/following')],
    [
      'a DELETE by a restore',
      'DELETE',
      '/files/{id}',
      operation({ method: 'POST', path: '/files/{id}/restore' }),
    ],
    [
      'a sent message by its DELETE',
      'POST',
      '/messages/send',
      operation({ method: 'DELETE', path: '/messages/send/{id}' }),
    ],
    [
      'a payment by its refund',
      'POST',
      '/payments',
      operation({ method: 'POST', path: '/payments/{id}/refund' }),
    ],
  ] as const)('is a plain write where it can be taken back: %s', (_, method, path, reverse) => {
    const self = operation({ method, path });
    expect(effectOf({ method, path, operation: self, catalogue: [self, reverse] })).toBe('write');
  });
});
