import * as z from 'zod';
import { operation, type SampleOperation } from '../server/operation.ts';
import { notFound } from '../server/rest-error.ts';
import { NewPet, Pet, PetChanges, PetStatus } from './schemas.ts';
import type { PetStoreState } from './state.ts';

const params = z.object({
  petId: z.coerce.number().int().meta({ description: 'Number of the pet.', example: 1 }),
});

export function petOperations({
  state: { pets, ids },
  now,
}: {
  readonly state: PetStoreState;
  readonly now: () => number;
}): readonly SampleOperation[] {
  function petOf(petId: number): Pet {
    const pet = pets.get(petId);
    if (pet === undefined) throw notFound(`Pet ${petId}`);
    return pet;
  }

  return [
    operation({
      operationId: 'listPets',
      method: 'get',
      path: '/pets',
      summary: 'Find pets',
      description:
        'Lists the pets of the store, oldest entry first. Filter by status to get only those that are available, pending or sold.',
      tag: 'pets',
      query: z.object({
        status: PetStatus.optional().meta({
          description: 'Only pets with this status.',
          example: 'available',
        }),
        species: z.string().optional().meta({ description: 'Only this kind of animal.', example: 'dog' }),
        tag: z.string().optional().meta({ description: 'Only pets with this tag.', example: 'friendly' }),
        limit: z.coerce
          .number()
          .int()
          .min(1)
          .max(100)
          .default(20)
          .meta({ description: 'At most so many pets.' }),
        offset: z.coerce.number().int().min(0).default(0).meta({ description: 'Skips so many pets.' }),
      }),
      success: { status: 200, description: 'The pets that fit.', schema: z.array(Pet) },
      handle: ({ query: { status, species, tag, limit, offset } }) =>
        [...pets.values()]
          .filter(
            (pet) =>
              (status === undefined || pet.status === status) &&
              (species === undefined || pet.species.toLowerCase() === species.toLowerCase()) &&
              (tag === undefined || pet.tags.includes(tag)),
          )
          .slice(offset, offset + limit),
    }),
    operation({
      operationId: 'addPet',
      method: 'post',
      path: '/pets',
      summary: 'Add a pet',
      description: 'Adds a new pet to the store. It is available unless you say otherwise.',
      tag: 'pets',
      body: NewPet,
      success: { status: 201, description: 'The new pet.', schema: Pet },
      handle({ body }) {
        const pet: Pet = { id: ids.pet(), ...body, createdAt: new Date(now()).toISOString() };
        pets.set(pet.id, pet);
        return pet;
      },
    }),
    operation({
      operationId: 'getPet',
      method: 'get',
      path: '/pets/{petId}',
      summary: 'Get a pet',
      description: 'One pet with everything the store knows about it.',
      tag: 'pets',
      params,
      success: { status: 200, description: 'The pet.', schema: Pet },
      refusals: [404],
      handle: ({ params: { petId } }) => petOf(petId),
    }),
    operation({
      operationId: 'updatePet',
      method: 'patch',
      path: '/pets/{petId}',
      summary: 'Update a pet',
      description: 'Changes the given fields of a pet, for example its status or price.',
      tag: 'pets',
      params,
      body: PetChanges,
      success: { status: 200, description: 'The pet as it is now.', schema: Pet },
      refusals: [404],
      handle({ params: { petId }, body }) {
        const pet: Pet = Object.assign({}, petOf(petId), body);
        pets.set(petId, pet);
        return pet;
      },
    }),
    operation({
      operationId: 'deletePet',
      method: 'delete',
      path: '/pets/{petId}',
      summary: 'Delete a pet',
      description: 'Removes a pet from the store for good.',
      tag: 'pets',
      params,
      success: { status: 204, description: 'The pet is gone.' },
      refusals: [404],
      handle: ({ params: { petId } }) => void pets.delete(petOf(petId).id),
    }),
    operation({
      operationId: 'getInventory',
      method: 'get',
      path: '/inventory',
      summary: 'Count the pets by status',
      description: 'How many pets are available, pending and sold.',
      tag: 'pets',
      success: {
        status: 200,
        description: 'The counts.',
        schema: z
          .object({ available: z.int(), pending: z.int(), sold: z.int() })
          .meta({ id: 'Inventory', example: { available: 3, pending: 2, sold: 1 } }),
      },
      handle() {
        const counts = { available: 0, pending: 0, sold: 0 };
        for (const { status } of pets.values()) counts[status] += 1;
        return counts;
      },
    }),
  ];
}
