import type { SampleDefinition } from '../server/sample.ts';
import { orderOperations } from './orders.ts';
import { petOperations } from './pets.ts';
import { createPetStoreState } from './state.ts';

/** A pet store: pets for adoption and the orders for them. An API key in `X-API-Key`; lists are bare arrays. */
export const petStore: SampleDefinition = {
  name: 'Pet Store',
  version: '2.3.0',
  description:
    'The pets of a neighbourhood pet store and the orders for them. List the pets that are available, look one up, add or change pets, and place orders.',
  port: 4010,
  auth: { type: 'api_key', headerName: 'X-API-Key' },
  credentialPrefix: 'pets_',
  tags: [
    { name: 'pets', description: 'The animals of the store' },
    { name: 'orders', description: 'Who buys which pet' },
  ],
  build({ now }) {
    const state = createPetStoreState();
    return [...petOperations({ state, now }), ...orderOperations({ state, now })];
  },
};
